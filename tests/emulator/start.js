// Starts the emulator on the port of loopback that the first argument names; says so when it listens.
const TelegramServer = require("telegram-test-api");

new TelegramServer({ host: "127.0.0.1", port: Number(process.argv[2]) })
  .start()
  .then(() => console.log("listening"));
