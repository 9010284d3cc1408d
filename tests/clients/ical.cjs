// What ical.js finds in each file named.
const fs = require('fs');
const ICAL = require(process.argv[2]);

const events = (path) => {
  const calendar = new ICAL.Component(ICAL.parse(fs.readFileSync(path, 'utf8')));
  return calendar.getAllSubcomponents('vevent').map((each) => {
    const event = new ICAL.Event(each);
    const times = [event.startDate, event.endDate].map((time) => time.toUnixTime());
    const status = each.getFirstPropertyValue('status');
    return [event.uid, ...times, event.summary, status, event.sequence];
  });
};
const paths = process.argv.slice(3);
process.stdout.write(JSON.stringify(Object.fromEntries(paths.map((path) => [path, events(path)]))));
