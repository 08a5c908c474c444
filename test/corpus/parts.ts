// What test/corpus/write.ts puts sentences together from.

export type Template = { readonly language: "en" | "cy"; readonly sorts: readonly string[]; readonly text: string };

const of = (language: "en" | "cy", sorts: string, list: string): readonly Template[] =>
  list
    .trim()
    .split("\n")
    .map((text) => ({ language, sorts: sorts.split(" "), text: text.trim() }));

/** Shapes of details: `#` is any figure, `900%%%` the range of numbers for drama. */
export const parts: Readonly<Record<string, readonly string[]>> = {
  phone: [
    "07700 900%%%",
    "07700900%%%",
    "077 00 90 0# ##",
    "+44 7700 900%%%",
    "+447700900%%%",
    "0044 7700 900%%%",
    "07700-900-###",
    "(01632) 960###",
    "01632 960 ###",
    "o77oo 9oo###",
    "O77OO 9OO ###",
    "0 7 7 0 0 9 0 0 # # #",
    "020 7946 0###",
    "0117.496.0###",
    "zero seven seven double zero nine zero zero one two three",
    "oh seven seven oh oh nine oh oh five six seven",
    "dim saith saith dim dim naw dim dim tri pump wyth",
    "07700 nine double zero ###",
    "+44 (0)7700 900%%%",
    "0161 496 0###",
  ],
  email: [
    "jo.sample@example.com",
    "j_sample##@example.co.uk",
    "sam+court@mail.example.org",
    "SAMPLE.J##@EXAMPLE.COM",
    "enw.arall@example.cymru",
    "jsample @ example.com",
    "jo-anne##@sub.example.com",
    "jo (at) example.com",
    "sample.jo at example dot com",
    "m.sampl##@example.wales",
  ],
  postcode: [
    "SW1A 1AA",
    "cf10 3nq",
    "CF103NQ",
    "M1 1AE",
    "ll55 1sh",
    "EC1A 1BB",
    "W1A 0AX",
    "B33 8TH",
    "DN55 1PT",
    "sa## #gg",
    "NP# #ZZ",
    "CR2  6XH",
    "Ll## #Ed",
  ],
  ref: [
    "crime number ##/#####/##",
    "crime ref ##########",
    "Crime reference: CR/######/##",
    "case number ######",
    "CAD ####",
    "log number ###",
    "URN ##AB#######",
    "urn ##xy#######/##",
    "CRN Z######",
    "incident no. #####",
    "ref AB-##-#####",
    "##AB#######",
    "T########",
    "collar number ####",
    "PC ####",
    "officer number #####",
    "rhif trosedd ##/#####/##",
    "rhif yr achos oedd ######",
    "cyfeirnod ABC####",
    "log no ### of the 5th",
    "crime number was ########",
    "shoulder number AB###",
    "swyddog ####",
    "prison number A####BC",
  ],
};

export const templates: readonly Template[] = [
  ...of(
    "en",
    "phone",
    `please ring me on {} any time
My number is {} and nobody rang it
They kept calling {} which is my old number
he texts me from {} every night
tel {}
I gave them {} for my mum but they used my own
You can reach my sister at {}, she knows it all.
Somebody rang from {} and would not say who they were
i was told to phone {} and it just rings
the wrong number was on file, it should be {}`,
  ),
  ...of(
    "cy",
    "phone",
    `ffoniwch fi ar {} os gwelwch yn dda
Fy rhif ydy {} ond ffoniodd neb
Mae'n tecstio o {} bob nos
Rhif fy chwaer yw {}, mae hi'n gwybod popeth.
Cefais alwad o {} a doedd neb yno
Rhoddais {} iddyn nhw ddwywaith`,
  ),
  ...of(
    "en",
    "email",
    `email me at {} please
I wrote from {} three times
my address is {}, not the one you have
He found {} and now writes there
they sent it to {} by mistake
Contact {} if you need proof.`,
  ),
  ...of(
    "cy",
    "email",
    `e-bostiwch {} os gwelwch yn dda
Ysgrifennais o {} deirgwaith
Fy nghyfeiriad yw {}, nid yr un sydd gennych chi
Anfonwyd y llythyr i {} trwy gamgymeriad`,
  ),
  ...of(
    "en",
    "postcode",
    `I live in {} and it is not far
he moved to {} round the corner from us
The flat in {} was never searched
we are at {} if that helps
My postcode {} was read out in court
nobody from {} gets any help`,
  ),
  ...of(
    "cy",
    "postcode",
    `Dwi'n byw yn {} ac mae'n agos
Symudodd i {} rownd y gornel
Darllenwyd {} yn uchel yn y llys
Does neb o {} yn cael help`,
  ),
  ...of(
    "en",
    "ref",
    `My {} was never updated
it is all under {} if you look
they lost {} twice
I was told to quote {} each time
See {} for what happened.
nothing has been done about {} since`,
  ),
  ...of(
    "cy",
    "ref",
    `Mae popeth o dan {} os edrychwch chi
Gofynnwyd i mi ddyfynnu {} bob tro
Collwyd {} ddwywaith
Does dim wedi digwydd gyda {} ers hynny`,
  ),
  ...of(
    "en",
    "known",
    `{} still lives two doors down
I told them about {} and they did nothing
why was {} let out without anyone telling me
the officer never spoke to {} at all
Nobody asked how {} felt.
i had to sit near {} at court
{} was kind to us from start to finish
It was {}'s fault and they knew it
we waited for {} to ring back
Please tell {} that we are grateful.`,
  ),
  ...of(
    "cy",
    "known",
    `Mae {} yn dal i fyw drws nesaf
Dywedais wrthyn nhw am {} a wnaethon nhw ddim byd
Pam gafodd {} ei ryddhau heb i neb ddweud
Bu'n rhaid i mi eistedd ger {} yn y llys
Siaradodd neb gyda {} o gwbl
Roedd {} yn garedig wrthym ni`,
  ),
  ...of(
    "en",
    "other",
    `My officer was {} and I cannot fault them
a lady called {} rang me every week
Thanks to {} I got through it
the barrister, {}, explained it all
I asked for {} but was passed around
his name is {} and he should be sacked
{} from Victim Support was brilliant
my neighbour {} saw everything
PC {} kept me updated
Mrs {} at the court was kind
my ex {} was let off
I never heard from {} again
then {} took over and it all went quiet
DC {} did not care
my friend {} had to chase them
{} lied in court and got away with it
We were told that {} had left the force
without {} and her team I would have given up`,
  ),
  ...of(
    "cy",
    "other",
    `Fy swyddog oedd {} ac roedd yn wych
Ffoniodd {} fi bob wythnos
Diolch i {} am bopeth
Roedd PC {} yn garedig iawn
Mae fy nghymydog {} wedi gweld popeth
Dywedodd {} y byddai'n ffonio yn ôl
Wedyn daeth {} ac aeth popeth yn dawel
Ei enw yw {} a dylai fod yn y carchar
Siaradais gyda {} yn y llys
Mrs {} oedd yn y llys`,
  ),
];

export const knownNames: readonly string[] =
  `Wayne Thackeray|Siobhán Gallagher|Rhys Pritchard|Oluwadamilola Adeyinka|Grażyna Wiśniewska|Thanh Nguyen|Gurpreet Bhangal|Mohammed Chaudhry|Catrin Llywelyn|Tomasz Zawadzki|Aaliyah Kensington|Derek Ploughwright|Meleri Bowen|Ibrahim Warsame|Ionela Dumitrescu|Xiuying Zhang|Kwabena Owusu|Carys Probert|Jean-Pierre Lefebvre|Padraig O'Sullivan|Leanne Featherstone|Dafydd Gruffydd|Parminder Sangha|Zbigniew Kaczmarek|Mercy Nyambura|Gethin Maddocks|Shanelle Braithwaite|Bronwen Tudor|Farzana Miah|Yusuf Demirci|Kyle Hardcastle|Will Hopewell|May Winterbourne|Grace Fielding|Mark Underhill|Efa Teifi|Branwen Cadwaladr|Mustafa Karimi|Svetlana Morozova|Henrique Figueiredo|Tegan Rowbotham|Clive Entwistle|Nkechi Ezeudu|Priyanka Raghunathan|Liam Featherby|Bethan Trahaearn|Osian Garmon|Joyce Winstanley|Terrence Blackadder|Damilola Shobande`.split(
    "|",
  );

/** Put together from first names and surnames of many origins; one in three is written in small letters. */
const first =
  `Sarah|Mohammed|Priya|Agnieszka|Siân|Kwame|Thuy|Dafydd|Emma|Oluwaseun|Jakub|Fatima|Rhodri|Chloe|Harjit|Nimco|Ieuan|Svetlana|Deepika|Marek|Temi|Angharad|Luke|Zainab|Ewelina|Tunde|Gwenllian|Kirsty|Imran|Mihaela|Hui Min|Alun|Rebecca|Ngozi|Piotr|Sunita|Cerys|Darren|Leila|Bogdan|Folasade|Owain|Natalie|Tariq|Iwona|Thanh|Bethan|Craig|Roksana|Amara|Grace|Mark|Hope|Dawn|Robin|Faith|Bill|Frank|Rose|Amber|Joy|Dean|Violet|Elwyn|Saskia|Orla|Femi|Jaswinder|Wioletta|Ruqayyah`.split(
    "|",
  );
const last =
  `Holdsworth|Hussain|Patel|Nowicka|Llewelyn|Mensah|Tran|ap Gwilym|Clarkson|Adewale|Wrona|Begum|Prydderch|Summers|Bains|Jama|Eurig|Petrova|Menon|Zielony|Okonjo|Tomos|Fairbrother|Siddiqui|Kaminska|Bakare|Meirion|McAllister|Rehman|Ionescu|Tan|Bebb|Thistlewood|Eze|Sikora|Rao|Mathias|Entwhistle|Karimi|Stoica|Oyelowo|Gwyndaf|Underwood|Mirza|Duda|Pham|Cadwallader|Ramsbottom|Nazari|Diallo|Fielding|Winter|Woods|Bishop|Marsh|Cook|Penney|Rivers|Bell|Stone|Young|Hill|Banks|Iorwerth|de Vries|O'Dowd|Lawal|Gill|Mazur|Abubakar`.split(
    "|",
  );

export const otherNames: readonly string[] = first.flatMap((name, at) => [
  `${name} ${last[at] ?? ""}`,
  `${name} ${last[(at * 7 + 3) % last.length] ?? ""}`,
  name,
]);

/** Sentences that name nobody, with what a machine may take for a name or a number. */
export const neutral: readonly Template[] = [
  ...of(
    "en",
    "neutral",
    `We sat outside Court 3 for five hours.
The trial was put off until May and then until June.
I may never trust anyone again.
They said they will ring but will they.
By the grace of God I got through it.
My hope is that nobody else goes through this.
The Crown Court in Cardiff was cold and the waiting room small.
Victim Support helped me more than the police did.
I did not know about the Victims' Code until it was over.
Nobody told me that the charge had been dropped.
They left a mark on me that will not go.
It took 14 months and 3 different officers.
I lost about £2,500 and got £150 back.
The bill for the locks was 320 pounds.
On Monday they rang and on Friday they said it was over.
The Witness Care Unit never returned my calls.
My personal statement was not read out.
The judge listened and that meant a lot.
I was in Room 12 with a screen and a video link.
The officer was kind, frank and patient.
He rose to give evidence and then it stopped.
At dawn they came to arrest him.
It was 10.30 before we went in, and 16:45 when we left.
Special measures were promised in 2023 and forgotten in 2024.
I would rate it 2 out of 10.
The robbery happened near Park Street in Leeds.
The CPS changed its mind twice.
Not once did anyone ask how I was.
The usher was a joy and made us tea.
It was fair but slow.
In summer it was dropped, in winter it came back.
I had to pay for parking, £8 a day for 6 days.
The police station on the High Street has closed.
Everything was explained in plain English.
The Restorative Justice team were honest with me.
I am a single mum and could not get there.
Please answer the phone, that is all I ask.
There should be one person to talk to.
The letter came on 3 March, the hearing was on 2 March.
Two of the three men were found not guilty.
The Independent Domestic Violence Advisor was the only one who cared.
I was treated like a number.
The Magistrates' Court has no lift.
They lost my phone and my laptop for a year.
Overall a good service, thank you.
Sky News was outside and nobody warned us.
The force of the blow was never mentioned.
It went from bad to worse.
My son is 9 and he still has nightmares.
Special thanks to the Citizens Advice volunteers.
Bail conditions were changed without my knowing.
No complaints, they did their best.
I rang 101 and waited 45 minutes.
The app said 24 to 48 hours.
The court moved it from 9 am to 2 pm and back.
I want to see justice done and the truth told.
Nobody will ever pay me back.
The Parole Board never wrote.
It was about 200 miles there and back.
Every penny was taken.`,
  ),
  ...of(
    "cy",
    "neutral",
    `Buom ni'n eistedd y tu allan i Lys 3 am bum awr.
Gohiriwyd y treial tan fis Mai ac wedyn tan fis Mehefin.
Doedd neb yn ateb y ffôn.
Cymorth i Ddioddefwyr helpodd fi fwyaf.
Ches i ddim gwybod am y Cod Dioddefwyr.
Roedd Llys y Goron yng Nghaerdydd yn oer.
Cymerodd hi 14 mis a 3 swyddog gwahanol.
Collais tua £2,500 a chefais £150 yn ôl.
Mae pawb wedi bod yn garedig iawn.
Ni ddarllenwyd fy natganiad personol.
Gwrandawodd y barnwr ac roedd hynny'n bwysig i mi.
Roedd y swyddog yn amyneddgar ac yn onest.
Daeth y llythyr ar 3 Mawrth, roedd y gwrandawiad ar 2 Mawrth.
Byddwn i'n rhoi 2 allan o 10.
Diolch o galon i bawb.
Roedd popeth yn Saesneg er i mi ofyn am Gymraeg.
Newidiodd Gwasanaeth Erlyn y Goron ei feddwl ddwywaith.
Ffoniais 101 ac aros 45 munud.
Mae fy mab yn 9 oed ac yn dal i gael hunllefau.
Doedd dim lifft yn y Llys Ynadon.
Hoffwn i gael un person i siarad â nhw.
Aeth pethau o ddrwg i waeth.
Teimlais fel rhif a dim mwy.
Roedd yn deg ond yn araf.
Yn y gaeaf daeth y cyfan i ben.
Dim cwynion, gwnaethon nhw eu gorau.
Talais £8 y dydd am barcio am 6 diwrnod.
Rhoddodd yr Uned Gofal Tystion wybod i mi bob tro.
Ar ddydd Llun ffonion nhw ac ar ddydd Gwener roedd ar ben.
Roedd y wawr yn torri pan ddaethon nhw.`,
  ),
];
