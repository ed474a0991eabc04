import { chromium } from 'playwright-core';
const [,, url, out, w='1280', h='900', scheme='light', y='0', full]=process.argv;
const b=await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox']});
const p=await b.newPage({viewport:{width:+w,height:+h},colorScheme:scheme});
await p.goto(url); await p.waitForTimeout(600); if(isNaN(+y)) await p.locator(y).scrollIntoViewIfNeeded(); else await p.evaluate(v=>scrollTo(0,v),+y); await p.waitForTimeout(200);
await p.screenshot({path:out,fullPage:full==='full'}); await b.close();
