/**
 * Words that say that somebody may be in danger now, or may harm themselves (privacy.md 4, Safeguarding).
 *
 * They decide one thing: whether numbers for help come first in what is shown or sent back at once. They never block,
 * score, mark or store anything. To show help needlessly does no harm; to tell somebody who is grieving that they are in
 * danger may, so what is said of the past, or of somebody who has died, is not among them.
 */

/** Small letters without accents and marks; apostrophes vanish, all else between words is one space. */
const wordsOf = (text: string) =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[\p{M}\p{Cf}'’‘`´]/gu, "")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

const any = (phrases: readonly string[]) => new RegExp(String.raw`(?:^| )(?:${phrases.join("|")})(?: |$)`);

const WHO =
  "(?:he|she|they|him|ex|husband|wife|partner|boyfriend|girlfriend|dad|father|mum|mother|brother|son|someone|somebody|neighbour)";
const ME = "(?:me|us|myself|my (?:kids?|children|child|son|daughter|baby|mum|mam|mom|dad|sister|brother|family))";
const WILL =
  "(?:will|ll|would|might|could|is going to|s going to|are going to|re going to|gonna|is gonna|wants? to|threatens? to|threatened to|threatening to|keeps? threatening to|said (?:he|she|they) (?:will|would|d|was going to)|says (?:he|she|they) (?:will|would|ll))";
const HARM =
  "(?:kill|murder|hurt|harm|stab|shoot|strangle|burn|rape|attack|beat|find|get|come for|come after|come back for)";

/** Of oneself. */
const suicide = [
  "suicide",
  "suicidal",
  "kill (?:my ?self|me self)",
  "killing my ?self",
  "end (?:it all|my life|it for good|my own life)",
  "ending (?:it all|my life)",
  "take my own life",
  "(?:dont|do not|didnt|no longer|cant|cannot) (?:want to|wanna) (?:live|be here|be alive|wake up|go on|carry on)(?: any ?more| anymore)?",
  "(?:cant|cannot|cant even) (?:go on|carry on|take (?:it|this) any ?more|do this any ?more|cope any ?more|see a way out)",
  "(?:wish|wished) i (?:was|were) dead",
  "(?:i )?(?:want|wanted|going|wanna) (?:to )?die",
  "better off (?:dead|without me)",
  "no (?:reason|point) (?:to live|(?:in )?living|to go on|(?:in )?going on)",
  "(?:nothing|not much) to live for",
  "self harm(?:ing|ed)?",
  "(?:harm|harming|cut|cutting|hurt|hurting) my ?self",
  "over ?dosed?",
  "hunanladdiad",
  "hunan ?niweidio",
  "(?:lladd|ladd|niweidio) fy ?hun(?:an)?",
  "(?:eisiau|isio|isie|moyn|am) marw",
  "(?:ddim|dim) (?:eisiau|isio|isie|moyn|am) (?:i )?(?:byw|fyw|bod yma|deffro)(?: mwy)?",
  "(?:ddim|methu|fedra i ddim|alla i ddim) (?:yn )?(?:gallu )?(?:mynd|cario) (?:ymlaen|mlaen)",
  "dod a(?:r|g)? (?:fy mywyd|cyfan) i ben",
  "gorddos",
];

/** Of somebody else, now or to come. */
const danger = [
  `${WHO}(?: has| s| is)? (?:still |always |just |constantly )?${WILL} (?:still )?${HARM} ${ME}`,
  `(?:${WHO} )?${WILL} (?:kill|murder|hurt|harm|stab|shoot|attack) ${ME}`,
  `(?:scared|afraid|terrified|frightened|worried|fear) (?:that )?(?:of )?${WHO} (?:will|ll|might|may|is|s|gonna|could|coming)`,
  "(?:in|into|still in) (?:immediate |real |serious |great )?danger",
  "(?:fear|scared|afraid|frightened|terrified) (?:for|of losing) (?:my|our|her|his|their) (?:life|lives|safety)",
  "(?:i am|im|we are|were|do not feel|dont feel|not) (?:not )?safe (?:at home|here|in my (?:own )?(?:home|house|flat))",
  "(?:still|keeps?|keep) (?:happening|hitting|beating|hurting|stalking|following|threatening|attacking|raping|abusing)(?: me| us)?",
  `${WHO} (?:is|are|s|has been|keeps?|keep|still) (?:still )?(?:following|stalking|watching|threatening|hitting|hits|beating|beats|hurting|hurts|threatens|stalks|follows|coming (?:to|round|after)) (?:to )?(?:me|us|my|the house|mine|round)`,
  `(?:${WHO}|hes|shes|theyre|he s) (?:is|are)? ?(?:still )?(?:here|outside|at (?:the|my) (?:door|house|window)|in the (?:house|garden|street|next room))(?: now| right now| again)?`,
  `(?:hes|shes|theyre) (?:still )?(?:following|stalking|watching|threatening|hitting|hurting|coming (?:after|for)) (?:me|us|my (?:kids?|children|son|daughter))`,
  `(?:hes|shes|theyre) (?:going to|gonna|coming to) ${HARM} ${ME}`,
  "(?:death|kill) threats? (?:again|every day|still|now|from)|(?:still|more|sends?|sending|making|makes) (?:me |us )?death threats?",
  "threat(?:ening|ens|en) (?:to kill|my life|our lives)",
  "(?:has|have|got|with|carrying|pulled) (?:a |the |his |her )?(?:knife|gun|machete|acid|petrol|weapon)(?: now| on (?:me|him|her|us))?",
  "(?:held|holding|kept|keeping|locked|locking|trapped) (?:me |us )?(?:hostage|prisoner|captive|in (?:the|my|a) (?:house|flat|room|bedroom))",
  "(?:please |pls |plz )help me|help me (?:now|please|pls|plz)|send (?:the )?(?:police|help|someone)(?: now| please| quick(?:ly)?)?|call (?:the )?police (?:now|please)|call 999",
  "need (?:the )?police (?:now|urgently|immediately)",
  "(?:breached|breaching|breaking|broke|ignoring) (?:his|her|the|their) (?:bail|non molestation|nonmolestation|restraining order|order) (?:again|now|every day|still)",
  "(?:maen|mae|mae en|bydd|byddan) ?(?:hi |o |e |nhw |yn |n )*(?:lladd|ladd|niweidio|fygwth|bygwth|dilyn|nilyn|ddilyn|stelcian|taro|nharo|curo) (?:i )?(?:fi|ni|fy mhlant|y plant)?",
  "(?:fy|ein) (?:lladd|niweidio|mygwth|nilyn|dilyn|bygwth|nharo|nghuro) (?:i|ni)?(?: o hyd| eto| nawr| rwan)?",
  "(?:mewn|yn) perygl(?: nawr| rwan| o hyd)?",
  "(?:mae|maen|mae o|mae e|mae hi|mae nhw|maen nhw) (?:o |e |hi |nhw )?(?:yma|tu allan|wrth y drws|yn y ty)(?: nawr| rwan| eto)?",
  "(?:dal|n dal|yn dal) (?:i ddigwydd|yn digwydd|i fy|in|yn fy)",
  "(?:ofn|ofni) (?:am fy|am ein|y bydd|y byddan|iddo|iddi|y gwnaiff)(?: mywyd| bywydau)?",
  "ddim yn (?:ddiogel|saff)",
  "bygwth (?:fy|ein|i) (?:lladd|ladd|mywyd)",
  "(?:helpwch fi|ffoniwch (?:yr )?heddlu|anfonwch (?:yr )?heddlu)",
];

/** Of children, now or to come. */
const CHILDREN = "(?:kids?|child|children|baby|son|daughter|grandchild|grandchildren|grandson|granddaughter|toddler)";
const childHarm = [
  `(?:hits?|hitting|hurts?|hurting|beats?|beating|touches|touching|abuses?|abusing|harms?|harming|starves|starving|shakes|shaking|threatens?|threatening) (?:my|the|our|her|his|their) (?:little |own |younger |older )?${CHILDREN}`,
  `(?:my|the|our|her|his|their) (?:little |own )?${CHILDREN} (?:is|are|isnt|arent) (?:not |still |being )?(?:safe|at risk|in danger|being|hurt|hit|abused|harmed|unsafe)(?: (?:hurt|hit|abused|harmed|touched|beaten|with (?:him|her|them)))?`,
  `(?:a|another) child (?:is |who is |may be |might be )?(?:still )?(?:at risk|being (?:hurt|abused|harmed|touched|hit)|in danger)`,
  "child (?:abuse|harm) (?:is )?(?:still|now|going on|happening)",
  "(?:niweidio|cam ?drin|taro|curo|brifo|frifo) (?:y|fy|fym|ein|ei) (?:plant|mhlant|plentyn|mhlentyn|mab|merch|mhlentyn i)",
  "(?:nid|ddim|nad) (?:yw|ywr|ydyn|ydi)? ?(?:y|fy|r)? ?(?:plant|mhlant|plentyn|mhlentyn) (?:ddim )?yn (?:ddiogel|saff)",
  "(?:plant|mhlant|plentyn|mhlentyn) mewn perygl",
];

/** What sounds like danger and is not: taken out before the rest is read. */
const harmless =
  /(?:^| )(?:killing time|kill(?:s|ing)? the time|to die for|suicide (?:note|verdict|prevention leaflets?)|put my life in danger|was in danger|felt in danger|were in danger|child abuse (?:team|unit|case|officer)|perygl tan|(?:he|she|they) (?:is|are|was) here (?:to|for)|find me an? |please help me (?:to |with )?(?:understand|find|get))(?= |$)/g;

const sounds = [suicide, danger, childHarm].map(any);

/** Whether a comment or text has words of present danger, suicide or harm to a child, in English or Welsh. */
export function soundsLikeDanger(text: string): boolean {
  const words = wordsOf(text.slice(0, 4_000)).replaceAll(harmless, " ").replaceAll(/ {2,}/g, " ").trim();
  return sounds.some((pattern) => pattern.test(words));
}
