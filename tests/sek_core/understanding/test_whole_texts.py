"""Numbers, places and the dead of whole texts, as people send them; each line stands for a kind."""

import pytest

from tests.packaged import packaged, reader_of

READER = reader_of(packaged())


@pytest.mark.parametrize(
    ("text", "county", "affected"),
    [
        ("Floods Kyuso 350HH marooned since last nite", "Kitui", {"households": 350}),
        ("army worms in Mbitini 15acres of maize finished", "Makueni", {"acres": 15}),
        ("watu wa Mata 86 HHs have no food", "Taita Taveta", {"households": 86}),
        ("cholera Kambu, 14pple admitted, 1 died", "Makueni", {"people": 14, "deaths": 1}),
        ("boat capsized Jipe 7pax rescued 2pax missing", "Taita Taveta", {"people": 7, "missing": 2}),
        ("strong wind took the roof of Kalulu primary, 45 learners sent home", "Kitui", {"people": 45}),
        ("diarrhoea outbreak Mwatate, 11 hospitalised", "Taita Taveta", {"injured": 11}),
        ("moto bweni la Ikutha girls, wanafunzi 6 wako wodini", "Kitui", {"injured": 6}),
        ("raiders hit Ngomeni, 200gts and 14cows gone", "Kitui", {"livestock": 214}),
        ("upepo umeezua nyumba 23 na kuharibu 12ekari za mahindi", "Makueni", {"houses": 23, "acres": 12}),
        ("Njaa Mutha, kaya thelathini na mbili hazina chakula", "Kitui", {"households": 32}),
        ("Sixty-three families displaced by flood at Kasigau", "Taita Taveta", {"households": 63}),
        ("wagonjwa wa kuhara kama 40 hivi hapa Nthongoni", "Makueni", {"people": 40}),
        ("basi limepinduka Mtito, watu kumi na mmoja wamejeruhiwa", "Makueni", {"injured": 11}),
        ("lori imeanguka abiria wameumia kama kumi na tano hivi", "Makueni", {"injured": 15}),
        ("ng'ombe mia moja na ishirini wamekufa kwa ukame huko Tseikuru", "Kitui", {"livestock": 120}),
        ("two hundred and fifty households need water at Voo", "Kitui", {"households": 250}),
        ("nyumba kumi na moja zimebomolewa na mafuriko Thange", "Makueni", {"houses": 11}),
        ("mbuzi zimekufa, zimefika hamsini sasa, Ngomeni", "Kitui", {"livestock": 50}),
        ("drought Kitui south 1,250 HH need relief food", "Kitui", {"households": 1250}),
        ("locusts destroyed crops of 2.300 households in Mwingi", "Kitui", {"households": 2300}),
        ("mifugo 3,500 hawana maji wala malisho Kasigau", "Taita Taveta", {"livestock": 3500}),
        ("elfu tatu mia tano ng'ombe hawana malisho", "Taita Taveta", {"livestock": 3500}),
        (
            "Flood: Kyangwithya 12 households, Mulango 7 households, Kisasi 5 households",
            "Kitui",
            {"households": 24},
        ),
        ("HH affected by flood: Sagalla 14, Mbololo 9, Kaloleni 20", "Taita Taveta", {"households": 43}),
        ("Landslide Werugha, houses buried 12 sorry 21", "Taita Taveta", {"houses": 21}),
        ("mafuriko Kiboko familia 30, samahani ni 13", "Makueni", {"households": 13}),
        ("wamekufa watatu si wanne, ajali ya Salama", "Makueni", {"deaths": 3}),
        ("ajali hapa Emali waliokufa si 5 ni 7", "Makueni", {"deaths": 7}),
        ("42 goats dead, correction 24 goats, at Nuu", "Kitui", {"livestock": 24}),
        (
            "gari imegonga boda hapa Maungu, wawili wamefariki papo hapo na mmoja ameumia",
            "Taita Taveta",
            {"deaths": 2, "injured": 1},
        ),
        ("three people lost their lives when the wall collapsed in Wote", "Makueni", {"deaths": 3}),
        ("crocodile took a girl at Athi river, her body not found", "Makueni", {"missing": 1}),
        ("fisi wameng'ata watoto wawili Kyuso", "Kitui", {"injured": 2}),
        ("my neighbour was killed by an elephant in Kasigau", "Taita Taveta", {"deaths": 1}),
        ("jirani yangu amekanyagwa na ndovu mpaka akafa, Sagalla", "Taita Taveta", {"deaths": 1}),
        (
            "msee amededi kwa mgodi Kamtonga, wengine wawili wameumia vibaya",
            "Taita Taveta",
            {"deaths": 1, "injured": 2},
        ),
        ("watu watatu wamesombwa na maji mto Tiva, hawajaonekana", "Kitui", {"missing": 3}),
        (
            "An old woman has been stung by bees and rushed to Mwatate hospital",
            "Taita Taveta",
            {"injured": 1},
        ),
        ("mtoto wa miaka 9 amegongwa na lorry, mguu umevunjika, Machinery", "Makueni", {"injured": 1}),
        (
            "Five boys swept by the flash flood at Thwake, two bodies found, three still missing",
            "Makueni",
            {"deaths": 2, "missing": 3},
        ),
        ("The cattle herder was shot by bandits and succumbed on the way", "Kitui", {"deaths": 1}),
        (
            "mine collapsed Mkuki, 4 trapped 1 rescued with broken ribs",
            "Taita Taveta",
            {"people": 4, "injured": 1},
        ),
        (
            "fire at hostel in Voi, students 4 wamechomeka, mmoja amefariki",
            "Taita Taveta",
            {"injured": 4, "deaths": 1},
        ),
        (
            "mmoja amekufa wengine watano wako hospitali, walikula uyoga",
            "Makueni",
            {"deaths": 1, "injured": 5},
        ),
        ("wanyama: punda 4 wamekufa, mbuzi 16 zimekufa, watu wako salama", "Kitui", {"livestock": 20}),
        ("Goats are coughing in Zombe. Thirty have died since Monday.", "Kitui", {"livestock": 30}),
        ("kuku zinakufa Mwingi, tumezika themanini wiki hii", "Kitui", {"livestock": 80}),
        ("Two pupils were cut by flying iron sheets at Kathonzweni", "Makueni", {"injured": 2}),
        ("One woman has drowned and her son is missing, river Tiva", "Kitui", {"deaths": 1, "missing": 1}),
        ("mzee wetu kauawa na nyati jana jioni Mwachabo", "Taita Taveta", {"deaths": 1}),
        ("maboy wawili wameenda na maji kikuu river", "Makueni", {"missing": 2}),
        ("Rumour of 5 people killed in Mwingi is false, ignore", "Kitui", {}),
        ("hakuna mtu amekufa, nyumba 3 zimeungua Mutomo", "Kitui", {"houses": 3}),
        ("no deaths so far but 4 houses collapsed at Mbooni", "Makueni", {"houses": 4}),
        ("mwaka wa 2018 mafuriko yaliua watu 6 hapa, sasa mto umejaa tena", "Makueni", {}),
        ("network is dead and the pump died, 120 HH have no water", "Makueni", {"households": 120}),
        ("Nobody died, two houses burnt, class 8 boys helped", "Makueni", {"houses": 2}),
        ("in 1984 forty people died here of hunger, now 90 HH have no food", "Kitui", {"households": 90}),
        ("watu wa boda waliuawa miaka ya nyuma, leo daraja limevunjika Tiva", "Kitui", {}),
        ("This year 40 goats died in Nuu", "Kitui", {"livestock": 40}),
        ("By 5pm 23 people were on the school field, water everywhere, Kiboko", "Makueni", {"people": 23}),
        ("Radi imepiga wanafunzi wanane wa Kalawani, wote wako hospitali", "Makueni", {"people": 8}),
        ("Lightning struck 8 pupils at Kalawani, all admitted", "Makueni", {"people": 8}),
        ("We have 18 kids with measles rash at Nguni dispensary", "Kitui", {"people": 18, "children": 18}),
        ("Cholera: cases 27, deaths 2 Kibwezi", "Makueni", {"people": 27, "deaths": 2}),
        ("Cases=12 deaths=1 kala azar Tseikuru", "Kitui", {"people": 12, "deaths": 1}),
        ("nyumba 7 kati ya 20 zimebomoka Thange", "Makueni", {"houses": 7}),
        ("watu zaidi ya mia tano wamehama Voi sababu ya mafuriko", "Taita Taveta", {"people": 500}),
        ("more than 1,000 families have fled Kiboko", "Makueni", {"households": 1000}),
        ("Dere ameuawa na majambazi Kiboko, turnboy ameumia", "Makueni", {"deaths": 1, "injured": 1}),
        ("husband and wife killed by falling tree in Wundanyi", "Taita Taveta", {"deaths": 2}),
        ("A mother and her two children died when the house fell, Mbooni", "Makueni", {"deaths": 3}),
        ("Mama na watoto wake watatu wamefariki kwa moto Voi", "Taita Taveta", {"deaths": 4}),
        ("Dereva na abiria 6 wamejeruhiwa vibaya Emali", "Makueni", {"injured": 7}),
        ("Mafuriko yamebeba watoto wawili Tiva, tunawatafuta", "Kitui", {"missing": 2}),
        ("mtoto amebebwa na maji mto Kaiti, hajapatikana", "Makueni", {"missing": 1}),
        (
            "my cousin has been missing since he went to fetch water at Athi, 2 days now",
            "Makueni",
            {"missing": 1},
        ),
        ("wachungaji 4 hawajarudi tangu shambulizi Ngomeni", "Kitui", {"missing": 4}),
        ("A teacher was stabbed at Mutomo market by thugs", "Kitui", {"injured": 1}),
        ("Askari wawili wameshootiwa Kyuso na majangili", "Kitui", {"injured": 2}),
        ("Majambazi wamemuua mwenye duka hapa Kasigau", "Taita Taveta", {"deaths": 1}),
        ("wamemuua chief wetu Ngomeni!!", "Kitui", {"deaths": 1}),
        (
            "A leopard killed 9 goats and injured a herdsboy at Kishushe",
            "Taita Taveta",
            {"livestock": 9, "injured": 1},
        ),
        ("Ndovu ameua mtu mmoja na kujeruhi wawili Rukanga", "Taita Taveta", {"deaths": 1, "injured": 2}),
        ("ekari 30 za mahindi zimeliwa na viwavi Kithimani", "Makueni", {"acres": 30}),
        ("Fire has burnt 25 acres of Iyale forest", "Taita Taveta", {"acres": 25}),
        ("about fifty five acres under water at Kimorigo", "Taita Taveta", {"acres": 55}),
        ("maji ya kunywa hakuna, kaya elfu moja mia mbili zimeathirika Mutha", "Kitui", {"households": 1200}),
        ("2,5OO goats at risk, no pasture Ngomeni", "Kitui", {"livestock": 2500}),
        ("Emali 14hh, Kiboko 22hh, Masongaleni 9hh displaced by flood", "Makueni", {"households": 45}),
        ("patients 60 (sixty) with diarrhoea, drip finished, Kisasi", "Kitui", {"people": 60}),
        ("wagonjwa 18 hapana 28 wamelazwa Kambu", "Makueni", {"people": 28}),
        ("two bodies recovered from Thwake, one boy still missing", "Makueni", {"deaths": 2, "missing": 1}),
        (
            "Maiti tatu zimetolewa mgodini Mkuki, wawili bado hawajaonekana",
            "Taita Taveta",
            {"deaths": 3, "missing": 2},
        ),
        ("sita wamezikwa na udongo Werugha, wanne wametolewa hai", "Taita Taveta", {"people": 6}),
        ("kondoo 15 mbuzi 20 ng'ombe 3 zimekufa", "Kitui", {"livestock": 38}),
        ("Class 6 pupils 4 fainted due to heat at Kanziko primary", "Kitui", {"people": 4}),
        ("police shot 2 youths during water protest in Mwingi, 1 critical", "Kitui", {"injured": 2}),
        ("no one injured, 3 classrooms roofless, Syongila primary", "Kitui", {}),
        ("hakuna aliyejeruhiwa lakini nyumba nne zimeungua Voi", "Taita Taveta", {"houses": 4}),
        (
            "Grade 4 and 5 are under the mango tree since the roof went, three were cut",
            "Kitui",
            {"injured": 3},
        ),
        ("tulikuwa 15 kwa pikapu, mimi nimeumia kidogo", "Taita Taveta", {"people": 15, "injured": 1}),
        ("girls 84 hatuna pa kulala, two wako sick bay", "Taita Taveta", {"people": 84, "girls": 84}),
        ("1 child under5 died on arrival at Ikutha", "Kitui", {"deaths": 1}),
        ("askari mmoja amekfa Kasigau, wmeumia wengine", "Taita Taveta", {"deaths": 1}),
        ("radi imepiga shule, 12 wamefariki Mui", "Kitui", {"deaths": 12}),
        ("wamepiga nduru mara 5, moto Voi nyumba 2", "Taita Taveta", {"houses": 2}),
        ("watu 5 hawaonekni mto Enziu", "Kitui", {"missing": 5}),
        ("Wazee wa Nguni: goats zinakufa. Tumehesabu 130 in nine days", "Kitui", {"livestock": 130}),
        ("3 neighbouring villages share one borehole, 900 persons", "Kitui", {"people": 900}),
    ],
)
def test_the_numbers_of_a_text(text: str, county: str, affected: dict[str, int]) -> None:
    assert READER.read(text, [county]).affected == affected


@pytest.mark.parametrize(
    ("text", "county", "dead"),
    [
        ("A man has died in the flood at Kyome and two are missing", "Kitui", 1),
        ("mtoto wa jirani amefariki baada ya kuumwa na nyoka Mutha", "Kitui", 1),
        ("not three but four people died in the accident at Konza", "Makueni", 4),
        ("this is not a drill, 2 people dead at Kiboko bridge", "Makueni", 2),
        ("it is true 3 people have been killed by raiders at Ngomeni, I saw", "Kitui", 3),
        ("ni kweli watu wawili wamekufa, si uvumi, ajali ya Maungu", "Taita Taveta", 2),
    ],
)
def test_the_dead_of_a_true_report(text: str, county: str, dead: int) -> None:
    reading = READER.read(text, [county])
    assert reading.affected["deaths"] == dead
    assert "deaths" not in reading.doubtful


@pytest.mark.parametrize(
    ("text", "county"),
    [
        (
            "Rumour has it five people drowned at Thwake, we checked, it is false. River is high but safe",
            "Makueni",
        ),
        ("Exercise only: imagine 20 killed in a bus crash at Emali, act as you would", "Makueni"),
        ("Watu wanasema kuna watoto wawili wamekufa kwa kipindupindu lakini daktari amekana", "Kitui"),
        (
            "A whatsapp message says that 8 people were shot in Voi. Police say nothing happened",
            "Taita Taveta",
        ),
        ("si kweli kwamba watu 3 wameuawa na simba, ni mbuzi tu waliouawa", "Taita Taveta"),
        ("hakuna aliyekufa, ni majeruhi wanne tu wa ajali ya Salama", "Makueni"),
        ("thank God nobody lost their life though 6 houses burnt at Mutomo", "Kitui"),
        (
            "last year lightning killed two pupils here. Today it hit the same school, roof burnt only",
            "Kitui",
        ),
        ("Mwaka jana mafuriko yaliua watu 4 Kiboko. Leo mto umejaa tena tunaogopa", "Makueni"),
        ("In 2019 a landslide killed 6 people at Werugha, cracks are opening again", "Taita Taveta"),
        ("ndoto yangu: watu kumi wamekufa kwa ajali Voi", "Taita Taveta"),
        ("our phones died at night, flood took 2 houses at Kyuso", "Kitui"),
        ("nimekufa na njaa jamani, hakuna chakula Mutha", "Kitui"),
        ("the market is dead since the cattle ban, traders are suffering at Kyuso", "Kitui"),
        ("If the dam breaks 200 people will die, it is leaking since morning at Kalundu", "Kitui"),
        ("bila msaada watu watakufa na njaa Ngomeni", "Kitui"),
        ("people could die of thirst at Tseikuru, borehole broken", "Kitui"),
        ("this is a drill, 5 dead 3 injured at Wote stage", "Makueni"),
        ("Simulation: explosion at depot, 9 fatalities", "Makueni"),
        ("mtihani wa dharura: ajali, 12 wafu", "Makueni"),
        ("nasikia eti watu wawili wamekufa mgodini Kamtonga, bado sijathibitisha", "Taita Taveta"),
        (
            "funeral of the man killed by buffalo last month is today, herd is back in the farms at Sagalla",
            "Taita Taveta",
        ),
        ("40 goats dead, owner crying, no person hurt, Nuu", "Kitui"),
        ("ng'ombe 12 na punda 3 wamekufa kwa kiu Ngomeni", "Kitui"),
        ("killed the lights, transformer blew at Kibwezi and 300 HH have no power", "Makueni"),
        ("almost killed by elephant, man ran and is safe, Rukanga", "Taita Taveta"),
        ("nearly drowned but was rescued, 3 kids at Tiva river", "Kitui"),
        ("watu walikuwa karibu kufa lakini wote wameokolewa, mto Athi", "Makueni"),
    ],
)
def test_dead_who_are_denied_supposed_past_or_played_are_none(text: str, county: str) -> None:
    """None are counted, or the sender is asked about them first."""
    reading = READER.read(text, [county])
    assert "deaths" not in reading.affected or "deaths" in reading.doubtful


@pytest.mark.parametrize(
    ("text", "county", "name"),
    [
        ("Flood at Kwa Mutua, bridge swept", "Makueni", "Kwa Mutua"),
        ("moto umewaka soko la Kithaku usiku huu", "Kitui", "Kithaku"),
        ("Nzeluni Secondary dormitory on fire", "Kitui", "Nzeluni"),
        ("dam ya Maruba imepasuka, watu wanahama", "Makueni", "Maruba"),
        ("elephants at Rukinga ranch killed a herder", "Taita Taveta", "Rukinga"),
        ("ajali stage ya Kwa Ndungu boda mbili zimegongana", "Makueni", "Kwa Ndungu"),
        ("landslide on Iyale hill after heavy rain", "Taita Taveta", "Iyale"),
        ("mto Tiva umefurika, nyumba zimebebwa", "Kitui", "Tiva"),
        ("Mzee Mutua ameumwa na nyoka huku Zombe", "Kitui", "Zombe"),
        ("Chief Mwanda reports hunger in Ngangani village", "Taita Taveta", "Ngangani"),
        ("Mr Bura na familia yake hawana chakula", "Taita Taveta", ""),
        ("Mama Mutitu has died, flood at Kyome market", "Kitui", "Kyome"),
        ("armed herders attacked near Kalambani borehole", "Kitui", "Kalambani"),
        ("people are hungry in ka so so", "Kitui", ""),
        ("njaa huku Kisayani kila boma", "Makueni", "Kisayani"),
        ("tuko Kilibasi mifugo inakufa hakuna maji", "Taita Taveta", "Kilibasi"),
        ("hailstorm in Msidunyi destroyed bananas", "Taita Taveta", "Msidunyi"),
        ("Mafuriko Kwa Vonza nyumba 5", "Kitui", "Kwa Vonza"),
        ("Pastor Mwakio of Mwanda says the road is cut by landslide", "Taita Taveta", "Mwanda"),
        ("Councillor Mutitu beaten by thugs at Nguutani stage", "Kitui", "Nguutani"),
        ("fire in Mutomo", "Kitui", "Mutomo"),
        ("kiwanja cha Mbulutini kimefurika, wanafunzi hawaendi shule", "Kitui", "Mbulutini"),
        ("borehole ya Kavaini imeharibika wiki ya tatu", "Kitui", "Kavaini"),
        ("school roof blown off, Syongila Primary", "Kitui", "Syongila"),
        ("mwili umepatikana kwa mto Muooni karibu na daraja", "Makueni", "Muooni"),
        ("cholera in Kamtonga mines, four down", "Taita Taveta", "Kamtonga"),
        ("mwanangu Mwanda ameumwa na nyoka", "Taita Taveta", ""),
        ("simba amekula punda tatu Ngambwa", "Taita Taveta", "Ngambwa"),
    ],
)
def test_the_place_that_is_held_or_offered(text: str, county: str, name: str) -> None:
    """An empty name: the text has none, as a person has it ("Mr Bura")."""
    reading = READER.read(text, [county])
    place = reading.place.name if reading.place and reading.place.kind != "county" else ""
    offered = reading.meant.name if reading.meant else reading.spot
    held = place or offered
    assert name.casefold() in held.casefold() if name else not held
