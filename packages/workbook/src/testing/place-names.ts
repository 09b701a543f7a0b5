/**
 * Ordinary names of people and places by language (BCP 47), for short text files in every encoding.
 * Used by the test of encodings.
 */
export const PLACE_NAMES: Readonly<Record<string, string>> = {
  fr: 'Orléans Besançon Nîmes Évreux Béziers Saint-Étienne Mâcon Chambéry Angoulême Périgueux Paris Lyon Lille Nançay Trévoux René Hélène François Amélie Noël Zoé Benoît Chloé Gaëlle Jérôme',
  de: 'München Köln Düsseldorf Nürnberg Würzburg Gießen Göttingen Lübeck Zürich Graz Berlin Hamburg Saarbrücken Tübingen Fürth Jürgen Jörg Käthe Björn Günther Sönke Müller Schröder Weiß Großmann',
  es: 'Málaga Córdoba Cádiz Almería Logroño León Ávila Cáceres Mérida Bogotá Medellín Cusco Lima Quito Asunción José María Andrés Íñigo Begoña Núñez Muñoz Peña Gómez Martínez',
  pt: 'Évora Setúbal Guimarães Bragança Braga Lisboa Portimão Óbidos Brasília Goiânia Belém Maceió Niterói Curitiba João Inês Luís Conceição Simões Araújo Gonçalves Magalhães Antônio Mário Cláudia',
  it: 'Forlì Cantù Cefalù Nardò Mondovì Sanremo Roma Milano Torino Bologna Niccolò Nicolò Noè Mosè Giosuè Salò Agliè Viggiù Patù Almè',
  sv: 'Malmö Göteborg Västerås Örebro Norrköping Linköping Jönköping Umeå Gävle Borås Växjö Skellefteå Åre Kiruna Lund Åsa Göran Märta Jörgen Håkan Sjöberg Åkesson Lindström Öberg Bergström',
  da: 'København Århus Ålborg Køge Hillerød Næstved Helsingør Rønne Tønder Esbjerg Tromsø Bodø Ålesund Søren Jørgen Bjørn Åse Kåre Nørgaard Sørensen Kjær Højgaard Skovgård Lærke Frøya',
  cs: 'Děčín Třebíč Příbram Plzeň Jičín Břeclav Ústí Kroměříž Žďár Olomouc Praha Brno Hodonín Přerov Uherský Jiří Tomáš Luboš Kateřina Růžena Božena Novák Dvořák Černý Veselý Němec',
  pl: 'Łódź Kraków Gdańsk Wrocław Poznań Toruń Białystok Częstochowa Rzeszów Świdnica Żywiec Elbląg Lublin Radom Nowy-Sącz Paweł Łukasz Małgorzata Agnieszka Grażyna Wiśniewski Wójcik Kamiński Zieliński Woźniak',
  hu: 'Győr Pécs Székesfehérvár Kecskemét Nyíregyháza Eger Gödöllő Hódmezővásárhely Békéscsaba Szeged Fertőd László György Erzsébet Zsófia Jenő Ödön Szűcs Kovács Tóth Szabó Horváth Kőszeg Dömötör Ágnes',
  sk: 'Košice Žilina Nitra Prešov Trenčín Trnava Bardejov Piešťany Martin Poprad Ľubomír Žofia Ďuro Štefan Ľudmila Kováč Horák Šťastný Krajčí Oravec',
  hr: 'Šibenik Čakovec Požega Varaždin Đakovo Zadar Split Rijeka Križevci Petrinja Željko Šime Đurđica Čedomir Ivana Horvat Kovačević Babić Jurić Šarić',
  ru: 'Москва Казань Самара Тула Пермь Рязань Саратов Орёл Ярославль Вологда Архангельск Тверь Калуга Псков Томск Иван Ольга Сергей Наталья Юлия Щербаков Соловьёв Кузнецова Цветкова Жуков',
  uk: 'Київ Львів Харків Одеса Чернігів Житомир Рівне Тернопіль Ужгород Вінниця Запоріжжя Олексій Юлія Андрій Ірина Єлизавета Шевченко Коваленко Їжакевич Гриценко',
  bg: 'София Пловдив Варна Бургас Русе Плевен Сливен Добрич Шумен Перник Търново Хасково Димитър Ивайло Цветана Йорданка Георгиев Петров Стоянова Ангелов',
  el: 'Αθήνα Θεσσαλονίκη Πάτρα Ηράκλειο Λάρισα Βόλος Ιωάννινα Χανιά Ρόδος Καβάλα Σέρρες Γιώργος Μαρία Ελένη Νίκος Παπαδόπουλος Βασιλείου Αγγελόπουλος Δήμητρα Ξάνθη Ζάκυνθος Ψαρά Θήβα Όλυμπος Έδεσσα',
  tr: 'İstanbul Eskişehir Muğla Şanlıurfa Diyarbakır Balıkesir Çanakkale Kırşehir Niğde Uşak Iğdır Ankara Bursa Ayşe Gülşen Çağla Yiğit Şükrü Işıl Öztürk Yılmaz Çelik Aydoğan Demir Güneş',
  ja: '東京 大阪 京都 横浜 名古屋 札幌 神戸 福岡 広島 仙台 金沢 長崎 鹿児島 さいたま市 つくば市 佐藤太郎 鈴木花子 高橋健一 田中美咲 伊藤翔 渡辺さくら 山本ゆり 中村大輔 小林まゆみ トヨタ商店',
  ko: '서울 부산 대구 인천 광주 대전 울산 수원 창원 제주 강릉 전주 청주 포항 경주 김민준 이서연 박지훈 최수빈 정하은 강도윤 조은서 윤지우 장예린 임현우',
  'zh-TW':
    '臺北 高雄 臺中 臺南 新竹 基隆 嘉義 花蓮 宜蘭 屏東 彰化 南投 雲林 桃園 澎湖 陳怡君 林志明 黃淑芬 張家豪 李美玲 王建國 吳佩珊 劉俊宏 蔡雅婷 楊宗翰',
  'zh-CN':
    '北京 上海 广州 深圳 成都 杭州 武汉 西安 南京 重庆 苏州 青岛 沈阳 长沙 厦门 王伟 李娜 张敏 刘洋 陈静 杨丽 赵强 黄婷 周鑫 吴梓涵',
  lt: 'Šiauliai Panevėžys Klaipėda Alytus Marijampolė Mažeikiai Jonava Utena Kėdainiai Telšiai Jūratė Žydrūnas Eglė Vytautas Kęstutis Petrauskas Kazlauskienė Žukauskaitė Jankūnas Rimkutė',
};
