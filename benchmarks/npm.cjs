// Writes events with a package of npm, once for each line of standard input, and prints the
// processor time of that in seconds. At the end it writes the last calendar to a file.
// Its arguments: a package.json beside which packages are, a package, the events, that file.

const { readFileSync, writeFileSync } = require("node:fs");
const { createInterface } = require("node:readline");

const [, , place, name, held, out] = process.argv;
const library = require("node:module").createRequire(place)(name);
const events = JSON.parse(readFileSync(held, "utf8"));
const date = (seconds) => new Date(seconds * 1000);

function parts(seconds) {
  const at = date(seconds);
  return [
    at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate(),
    at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds(),
  ];
}

const writers = {
  ics() {
    const { error, value } = library.createEvents(events.map((each) => ({
      uid: each.uid,
      start: parts(each.start), startInputType: "utc", startOutputType: "utc",
      end: parts(each.end), endInputType: "utc", endOutputType: "utc",
      title: each.summary,
      description: each.description,
      location: each.location || undefined,
      // It takes no mailto: and no tel:, so it has less to write.
      url: each.url.startsWith("http") ? each.url : undefined,
      status: each.status,
      categories: [each.category],
      alarms: [{
        action: "display", description: each.summary, trigger: { minutes: 10, before: true },
      }],
    })));
    if (error) throw error;
    return value;
  },
  "ical-generator"() {
    const calendar = library.default();
    for (const each of events) {
      calendar.createEvent({
        id: each.uid,
        start: date(each.start),
        end: date(each.end),
        summary: each.summary,
        description: each.description,
        location: each.location || undefined,
        url: each.url || undefined,
        status: each.status,
        categories: [{ name: each.category }],
        alarms: [{ type: "display", trigger: 600, description: each.summary }],
      });
    }
    return calendar.toString();
  },
};

let last = "";
const lines = createInterface({ input: process.stdin });
lines.on("line", () => {
  const start = process.cpuUsage();
  last = writers[name]();
  const { user, system } = process.cpuUsage(start);
  console.log((user + system) / 1e6);
});
lines.on("close", () => writeFileSync(out, last));
