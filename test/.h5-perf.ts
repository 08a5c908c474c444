import { readFileSync } from "node:fs";
import { readPoliceMilestone } from "../src/domain/feeds/police-milestone.ts";
import { arrivalsOf } from "../src/flow/open-ledger.ts";
import { admit } from "../src/domain/intake.ts";
import { consequencesOf } from "../src/domain/consequences.ts";
import { methodology } from "../src/domain/methodology.ts";
import { openKeys } from "../src/platform/keys.ts";
import { sealContacts } from "../src/store/vault/contacts.ts";
const report = JSON.parse(readFileSync(new URL("./support/events/01-police-milestone.cloudevent.json", import.meta.url), "utf8"));
const store = new Map<string,string>(); 
const clock = { now: () => "2026-03-04T09:30:00.000Z" as any };
const keys = openKeys("x".repeat(40), { get: async (k:string)=>store.get(k)??null, put: async (k:string,v:string)=>void store.set(k,v) } as any, { clock });
await keys.create("epoch", ["2026-W10"]);
const engine = { keys, clock, random: { bytes: (n:number)=>crypto.getRandomValues(new Uint8Array(n)) } } as any;
for (let b = 0; b < 8; b++) {
  const body = JSON.stringify(Array.from({length:1000},(_,i)=>({...report,id:`e${b}-${i}`,data:{...report.data,case:{...report.data.case,identifiers:[{type:"crimeReference",value:`45/${b*1000+i}/26`}]},victim:{...report.data.victim,victimRef:`V-${b*1000+i}`,contact:{...report.data.victim.contact,mobile:`07711 ${100000+i}`}}}})));
  const t=[performance.now()]; const lap=()=>t.push(performance.now());
  const ev = JSON.parse(body); lap();
  const read = ev.map(readPoliceMilestone); lap();
  const arr = await arrivalsOf(engine, read.map((r:any)=>r.read)); lap();
  let n=0; const ledger:any = { sender:{id:"f",name:"f",role:"force",forceCode:"45"}, now: clock.now(), newId:()=>`0198-${b}-${String(n++).padStart(12,"0")}`, known:new Map(),caseOf:new Map(),cases:new Map(),victimOf:new Map(),victims:new Map(),cautions:new Map(),parked:new Map(),added:new Map(),returned:[],retracted:new Set(),identified:[],linked:[],absorbed:[]};
  for (const a of arr) admit(ledger,a); lap();
  const c = consequencesOf(ledger,[], "2026-03-04" as any, methodology); lap();
  await sealContacts(engine,"2026-W10" as any, c.victims.map((v:any)=>({victimId:v.id,contact:{mobile:"+447711100000"}}))); lap();
  console.log(["parse","valibot","hash","admit","conseq","seal"].map((x,i)=>`${x} ${(t[i+1]!-t[i]!).toFixed(1)}`).join("  "), c.invitations.length);
}
