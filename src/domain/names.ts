// Names that people in England and Wales have, from many origins, by what else the word may mean. Not complete, and not
// meant to be: what is missing a moderator sees. Chosen from general knowledge before the corpus of test/corpus was
// written, and never filled up from it.

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** First names that are hardly any other word of English or Welsh: taken out however they are written. */
export const firstNames = words(`
aaron abby abdul abdullah abdi abdirahman abigail abu adam adama adebayo adeel adele aditi aditya adnan adrian adriana
afia agnes agnieszka ahmad ahmed aidan aileen aimee aisha aishah ajay akash akua alan alana alastair albert alberto alec
alejandro aleksander aleksandra alessandro alex alexa alexander alexandra alexandru alexis alfie alfred ali alice alicia alina alisha
alison alistair aliyah allison alma alun alwyn alyssa amal amanda amara amelia amina amir amira amit amna amoke amrit amy ana anas
anastasia anca andrea andreea andrei andrew andrey andrzej andy aneesa aneta aneurin angela angharad angus anika anisa anita anjali
ann anna annabel anne annette annie anthony anton antonia antonio anwar anya aoife aqsa archie aria arianna arif arjun armaan
arron arthur arwel arwen asad asha ashley ashok asif asim astrid athena aubrey audrey augusta aurelia aurora ava avni awa ayaan
ayesha aylin ayo ayodele azra babatunde bailey barbara barry bartosz beata beatrice becky beatrix belinda benedict benjamin bernadette bernard
beryl bethan bethany betty beverley bhavna bianca bilal billie billy blessing 
bobby bogdan boris bozena brandon branwen brenda brendan brian
bridget brigid bronagh bronwen bronwyn bruce bryan brynn bukola caitlin caleb callum calum cameron camila camilla candice caoimhe
cara carla carlos carly carmel carmen carole caroline caron carwyn carys caryl cassandra catalin caterina catherine cathy catrin
cecilia ceri ceridwen cerys chantelle charles charlie charlotte cheryl chiara chidi chidinma chika chinedu chinwe chioma chloe
chris christina christine christopher chukwu ciara cian clara clare claire claudia clive colin colleen conor connor constance corinne
courtney craig cristian cristina curtis cynthia dafydd daisy damian damien damilola danica daniel daniela danielle danny daphne daria
darius darren dave david davina dawid dawood deborah debra declan deepa deepak deirdre delia delroy delyth demi denis denise dennis derek dermot
desmond dewi diana diane dilan dilys dimitri dina dinesh dion dipak dominic dominik dominika donald donna dora doreen
dorin doris dorota dorothy douglas duncan dwayne dylan eamon ebony eddie edgar edith eduard edward edwin edyta efa efua eilidh eileen
eirian elaine eleanor elen elena eleri eleni elgan elias elif elijah elin elinor elisa elisabeth elise eliza elizabeth ella ellen ellie elliot
elliott ellis elodie elsa elsie eluned elvira elwyn emanuel emeka emilia emily emine emlyn emma emmanuel emre emrys enid enoch erica erik erin
ernest esme esra esther ethan ethel eugene eunice eva evan evangeline evelyn evie ewa ewan ezra fabian fahad faisal faiza farah fardeen
farhan farida farooq fatemeh fatima fatimah fatou fatoumata felicity felix femi fergus fernando ffion fflur filip filipa fiona fionn fiza
florin folake frances francesca francis francisco franciszek freddie frederick freya funmi gabriel gabriela gabriella gareth garry gary gavin
gemma genevieve geoff geoffrey george georgie georgina geraint gerald geraldine gerard germaine gethin gheorghe ghulam giles gillian gina
giorgio giovanni gita giulia gladys glenda glenn glenys gloria glynis gordon grzegorz graeme graham greg gregory greta griff griffith guilherme gurpreet gustavo
guto gwen gwenda gwenllian gwenno gwilym gwyneth gwynfor habib habiba hadiza hafsa hajra halima hamid hamish hamza hana hanif hanna hannah hari haris
harish harjit harley haroon harold harpreet harriet harry harun harvey hasan haseeb hassan hawa hayden hayley hazel heather hefin heidi heledd
helen helena henry herbert hermione hilary hilda hina holly hubert huda hugh hugo humaira husna hussain hussein huw hywel iain ian ibrahim idris iestyn ieuan
ifan ifeanyi ifeoma igor ikram ilhan ilona iman imani imelda imogen imran ines inga ingrid ioan ioana iolo ionut iqbal iqra
irena irene irfan irina iris isaac isabel isabella isabelle isha ishaan isla ismail isobel israt istvan ivan ivana ivor iwan iwona izabela
jacek jackie jacob jacqueline jada jade jagdeep jaime jake jakub jamal james jamie jamila jana jane janet janice janine jannat
jared jasmine jason jasper jaspreet javed javier jayden jayne jeanette jeff jeffrey jemima jenna jennie jennifer jenny jeremy jermaine jerome jerzy
jess jessica jesse jia jill jim jimmy jin jitendra joan joana joanna joanne joao jodie joe joel joely johan johanna john johnny jolanta jomo
jon jonah jonathan jordan jorge jose josef joseph josephine josh joshua joyce juan juanita jude judith judy julia julian julie juliet junaid justin justine justyna kabir
kacper kadija kai kaitlyn kamal kamaljit kamila kamran karen karim karin karina karl karol karolina kasia kate katarzyna katherine kathleen kathryn kathy
katie katrina kavita kay kayla kayleigh keeley keira keith kelechi kelly kelsey kemi kenneth kenny kerry kevin khadija khadijah khalid khalil kiera kieran kieron
kiran kirsten kirsty kofi kojo komal konrad kristina kristian krystyna krzysztof kuba kulwinder kunal kwabena kwaku kwame kyle kylie lakshmi lara larisa larry lata
latoya laura lauren laurence lawrence layla leah leanne lee leila lena leo leon leona leonard leonie leroy lesley leslie lewis lexi liam libby lidia lila lilian
lillian lily lina linda lindsay lindsey linh lisa liz lizzie llinos lloyd logan lois lola lorna lorraine lottie louis louisa louise luca lucas lucia lucinda lucy ludmila luis
luiza lukasz luke luna lydia lyn lynda lynette lynn lynne mabel maciej madeleine madison mads maddie maeve magda magdalena magnus mahbub mahmood mahmoud mair mairead maisie malcolm malgorzata
malik mamadou manjit mandeep mandy manisha mansoor manuel manuela marcel marcia marcin marco marcus marek mared margaret margarita margot maria mariam mariana marie
marilyn marina mario marion maris marissa mariusz marius marjorie markus marlene marlon marsha martha martin martina martyn marwa mary maryam maryan mateo mateusz mathew matilda matteo matthew matthias
maureen maurice mavis maxine maya megan mehmet mei melanie melek melissa melvin mercedes meredith merfyn merlin meryl mia micah michaela michael michal michele michelle miguel mihaela mihai mikael mike mikolaj
mildred millie milo mina minh miriam miroslav mitchell moeen mohamed mohammad mohammed mohamud mohsin moira molly mona monica monika morag morgan moses mostafa mubarak muhammad muhammed mujahid muna munir
muriel murray musa mustafa myfanwy myra myrtle nabil nabila nadeem nadia nadine naeem nafisa naheed nahid naima najma nala nalini nancy naomi narinder nasir nasreen natalia natalie natasha nathan nathaniel naveed navdeep nazia
neelam neha neil nerys nesta nia niall niamh nicholas nicky nicola nicole nicolae nicoleta nigel nihal nikhil nikita nikki nikolai nikolas nilam nina nisha nishat nita noah noel noor nora noreen norma norman nour
nurul nyah obinna octavia ola olamide olga oliver olivia oliwia ollie oluwaseun omar opeyemi oscar osian osman otis owain owen pablo padma paige pamela paola parisa parveen pascal patience patricia patrick patrycja patryk paula pauline paul paulina pawel
pedro peggy penelope percival percy perry petra petros peter phil philip phillip philippa phillipa phoebe phyllis pia pierre piotr polly poonam pooja prakash praveen preeti prem preston prisca priscilla pritesh priti priya priyanka
przemyslaw quentin rachael rachel radoslaw rafael rafal rafiq raheem rahul raheela raj raja rajan rajesh rajinder rakesh ralph ramesh ramona ramon randeep rania ranjit rasheed rashid ravi ravinder raymond rebecca rebekah reece reena reese reggie rehan rehana
remi renata rene renuka reuben rhian rhiannon rhodri rhona rhonda rhun rhydian rhys ria ricardo richard ricky rihanna riley rita ritu riya rizwan robert roberta roberto rodney rodrigo roger rohan roisin roland romana ronald ronan ronnie rory rosa rosalind
rosalyn rosanna roseanne rosemary rosie rosina ross rowena roxana roxanne roy roza ruairi ruby rudy rufus rukhsana rupert russell ruth ryan saanvi saba sabina sabrina sadia sadie sadiq saeed safa safiya sagal saeeda sahil saif saima sair sakina
salma salman salim sally sam samantha sameer samia samina samir samira samuel sana sandeep sandra sanjay sanjeev santiago saoirse sara sarah sasha satnam saul sean seamus sebastian selina selma selwyn serena sergei sergio shabana shabnam shahid shahida shaheen shakira shamim shane shanice shannon
shanti sharon shaun shauna shazia sheena sheila shelley sheridan sherry shirley shivani shivam shona shreya shyam sian sidney sienna silvia simon simona simone sinead siobhan sion sioned sita slawomir sofia sofie solomon somaya sonia sonya sophia sophie stacey
stanislaw stanley stefan stefania steffan stella stephanie stephen steve steven stewart stuart suad suhail sukhdeep sukhwinder sulaiman sultana suman sumaya sumera sunil sunita surinder surjit susan susana susanna susannah susie suzanne svetlana swati sybil sylvia syed szymon
tabitha tadeusz taha tahir tahira tamara tamsin tania tanya tara tariq tasneem tatiana tayyab taylor tegan temitope teresa terence teri terrence tesfaye tessa thandiwe thelma theo theodora theodore theresa thi thomas tiago tia tiffany timothy tina tobi tobias toby todd tom
tomasz tommy tomos toni tony tracey tracy trevor trisha tristan trudy tudor tuan tyler tyrone uche uchenna ulrika uma umar usha usman uzma valentina valerie vanessa vasile vasilis veena venkat verity vernon veronica vicky victoria vijay vikas vikram vincent viorel
vivek vivian vivien vivienne vladimir wahid wanda waqar waseem wasim wayne wendy weronika wesley wiktoria wilfred william winifred winston wojciech wyn xavier xin yahya yan yasemin yasin yasir yasmeen yasmin yaw yetunde yolanda yousef youssef yuki yuliya yusra yusuf yvette yvonne
zac zach zachary zahid zahra zainab zaira zaheer zak zakariya zara zbigniew zdenka zeeshan zeinab zeynep zoe zofia zoltan zoya zubair zuzanna gruffudd gruffydd llew llywelyn lowri luned mali meleri meinir mererid meirion menna meurig mihangel nanw padrig siwan tesni tirion
`);

/** First names that are words as well: names where something beside them says so. */
export const doubtfulNames = words(`
ace bob aled amber angel art ash autumn aye basil bart beau belle ben bill blake bonnie bramble brook brooke buddy cal carey chad chance charity chase cherry chip christmas chuck clay cliff clover coral crispin dale dan dawn dean dee
dell della destiny dex diamond dick dot drew duke earl easter eden ed eddy eira elder emerald ember ern esteem ever faith fay fern finn fleur flora flo forest frank fred fran gail gale gaz gay gene ginger ginny glen glory grace grant grey guy gus gwawr
hal hank harmony harper haven heath holden honey honor hope hunter iggy irwin iva ivy jack jasmin jay jazz jet jewel jez jo joy jules justice ken kent kim king kit lacey lance lane lark laurel les liberty lin lilac linden lionel lou love lucky mac mae mark marc mat matt max may
mel melody mercy merry miles mick mo ned nell nelly nick nicki noble nova nye oak olive opal ora pansy pam pat patsy patty pearl peg penny pepper pet pete pip poppy precious pride prince princess prudence queen rae rain ralf ray red reed rex rhoda rich river robin rod rollo
ron rose rowan roz rusty rye sage sandy saffron scott senna serenity shad shay si sid sky skye sol spencer star sterling stan sue summer sunny tad ted temperance terry tim toff trinity troy tulip ty val van vera vi victor vic viola violet wade walter ward warren wes willow will winter woody wren zen
haf heulwen hydref enfys seren medi mai eos eirlys gwyn celyn afon dewin awel bedwyr
`);

/** Surnames that are hardly any other word. */
export const surnames = words(`
abbott abdullah acheampong adams adebayo adeyemi afolabi agarwal ahmed akhtar akinola alderson alexander allison andrews anderson ansah appiah armstrong arnold arshad asante ashworth aslam atkins atkinson awan ayub aziz babatunde bailey balogun banerjee barnes barnett bartlett begum bennett bhatt bibi blackwell boateng bradley bradshaw brennan brereton briggs
brogan bryant buckley burgess burke burton bytheway byrne callaghan cameron campbell carroll carson chambers chan chang chaudhry chaudhary chen cheung choudhury chowdhury chung clarke clarkson coleman collins connolly costello cotterill coughlan crawford crossley cunningham curran dalton davidson davies davis dawson delaney desai devi dhillon dixon dobson doherty donaldson donnelly dougherty doyle
drummond dubois duffy duncan durrani edmonds edwards elliott ellison emmanuel evans everett farah farooq fernandes fernandez ferguson fitzgerald fitzpatrick fleetwood fletcher flynn forsyth fraser gallagher gardiner georgiou gibbons gibson gilbert gonzalez goodwin gordon graham greaves griffiths grewal gupta haider hamilton hammond hanley hanson harrison hassan hawkins henderson hernandez hewitt higgins hodgson holloway hopkins
horvath howells hughes humphreys hussain hutchinson ibrahim igwe iqbal jackson jacobs jalloh james janowski jarvis javed jeffries jenkins jennings johal johnson johnston jones joshi kamara kapoor kaur kavanagh kelly kennedy kenny khalil khan khatun kowalczyk kowalska kowalski kozlowski kumar lawson leung lewandowska lewandowski lewis liu lloyd lopez lowther maddison mahmood mahmoud malik marsden martinez mcallister mcarthur mccann mccarthy
mcdonald mcdermott mcgrath mcgregor mcguire mckenna mckenzie mclean mcmahon mehta mendes mensah middleton mishra mitchell mohamed mohammed moran morgan morris morrison mukherjee mullins murphy murray mustafa mwangi nadeem naidoo naidu nair nandi nawaz ncube ndlovu nelson nguyen nicholls nicholson nolan nowak nwosu obi obrien oconnor odonnell ofori ogunleye okafor okeke okonkwo olawale oluwole onyango oneill osborne osei osullivan
owens oyelaran parsons parveen patel patterson pawlak pearson pereira perkins peters petrov pham phillips popa popescu powell pritchard quinn rafiq rahman rai ramirez ramos rashid rasool rees reilly reynolds richards richardson roberts robertson robinson rodrigues rodriguez rogers rowlands ryan saeed saleem salim sandhu santos sesay shah shaikh sharma sharif sheikh sheridan sidhu silva simmons simpson sinclair singh smith sokolov soltani souza stevens stevenson
stewart sullivan sutherland suleiman syed szymanski takahashi tanaka tariq thapa thomas thompson thomson townsend tran tucker turay uddin ullah usman vaughan verma volkov walsh warsame watkins watson webster wheeler whitaker whitehead wilkins wilkinson williams williamson wilson wojcik wong woodward wozniak wright yadav yang yilmaz younis yusuf zafar zaman zhang zhao zhou zielinski
bevan bowen ellis gittins gough gwynne llewellyn lewys maddocks meredith morgans mostyn parry penry prosser probert prydderch prothero pugh rhydderch rhys trahaearn treharne tudor wynne ddafydd siencyn
`);

/** What stands before a name. */
export const titles = words(
  `mr mrs ms miss mx dr prof professor rev reverend sir dame lady lord judge magistrate justice recorder pc wpc pcso dc ds di dci dsi dcs det detective constable sergeant sgt inspector insp superintendent supt chief sister nurse councillor cllr
cwnstabl rhingyll heddwas heddferch ditectif arolygydd barnwr ynad cynghorydd parch nyrs y-barnwr`,
);

/** Of these titles, what follows is a name even in small letters. */
export const firmTitles = words("mr mrs ms mx dr pc wpc pcso dc ds di dci dsi sgt insp cllr parch");

/** Capitalised words that name nobody: the vocabulary of a case, the calendar, nations and cities, what begins sentences. */
export const plainCapitals = words(`
a i im ive id ill the this that these those there then they them their theyre we were weve he hes she shes it its you your youre my me our us and but or so if as at by for from in into of off on onto out over to up with without after before because since until when where while who whose which what why how
all also although another any anyone anything both each either else every everyone everything few many more most much neither never no nobody none not nothing now once one only other perhaps please really some someone something sometimes soon still such thank thanks though through too very well yes yet
am is are was be been being do does did done have has had can cannot cant could couldnt may might must shall should will would wont dont didnt doesnt isnt wasnt werent wouldnt shouldnt havent hasnt hadnt
january february march april june july august september october november december monday tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun christmas easter eid diwali ramadan new year bank holiday boxing day eve
court courts crown magistrates magistrate county high supreme family civil youth justice police officer officers constabulary force station cps prosecution prosecutor service services victim victims support witness witnesses care unit units team liaison code right rights law legal home office ministry government national council citizens advice bureau nhs hospital gp probation prison parole board commissioner
statement personal statements hearing trial verdict sentence sentencing charge bail order orders report investigation investigator detective sergeant inspector constable chief judge jury barrister solicitor defence usher clerk recorder crime crimes case number reference contact scheme restorative registered intermediary special measures screen screens video link idva isva iopc hmcts vps vlo wcu mp mps pcc sarc dva raped rape asb cctv dna gps pin email sms bsl ok tv uk eu bbc
independent domestic violence abuse sexual assault advisor adviser advocate review complaint complaints authority association department agency group trust act hub practice news sky daily mail centre centres helpline line public community safety neighbourhood watch traffic road response emergency ambulance fire brigade surgery clinic foundation charity society network forum panel tribunal appeal appeals attorney general secretary minister parliament senedd lord mayor barrister junior senior human resources customer data protection freedom information ombudsman parole release register compensation authority cica criminal injuries
covid facebook whatsapp instagram snapchat google zoom teams twitter tiktok amazon ebay microsoft apple post samaritans refuge womens aid barnardos nspcc mind mosque church university college school street road avenue lane close drive park square house flat room ward door block floor building centre city town village north south east west northern southern eastern western mid upper lower great little old
england english wales welsh cymru cymraeg britain british scotland scottish ireland irish london cardiff caerdydd swansea abertawe newport casnewydd wrexham wrecsam bangor aberystwyth manchester birmingham leeds liverpool bristol sheffield newcastle nottingham leicester york kent essex devon cornwall dorset surrey sussex norfolk suffolk merseyside cleveland durham cumbria lancashire yorkshire humberside lincolnshire derbyshire staffordshire warwickshire mercia midlands cheshire hampshire thames valley avon somerset gloucestershire wiltshire bedfordshire hertfordshire cambridgeshire northamptonshire northumbria gwent dyfed powys gwynedd metropolitan met polish muslim christian jewish hindu sikh catholic european african asian
god dear sir madam hello hi hope overall first second third last next lots otherwise luckily unfortunately eventually finally afterwards today yesterday tomorrow mum dad mam nan gran grandad uncle auntie aunt mummy daddy
llys llysoedd ynadon y yr goron heddlu gwasanaeth erlyn cymorth dioddefwyr dioddefwr tystion uned gofal cod hawl hawliau adran gogledd de gorllewin dwyrain canolbarth diolch roedd mae ond ac nid ni fe mi doedd oedd cefais ces aeth daeth dim dydy dwi rydw rwyf byddai fy fi chi ein ei ar gan yn wrth heb hefyd pan os ol wedyn wedi neb pawb popeth rhywun rhywbeth
ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr llun mercher iau gwener sadwrn sul nadolig pasg cwnstabl rhingyll barnwr rheithgor treial gwrandawiad dedfryd datganiad personol erlynydd prawf carchar iawn dda rhy neis pob lloegr cymry prydain saesneg
`);
