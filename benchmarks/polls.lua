-- Polls feeds at random, every second time with the ETag that the feed had at first.
-- Its argument: a file with a line "PATH ETAG" for each feed.

local requests = {}
local threads = {}
local count = 0

function setup(thread)
  table.insert(threads, thread)
  thread:set("number", #threads)
end

function init(arguments)
  math.randomseed(number)
  for line in io.lines(arguments[1]) do
    local path, etag = line:match("(%S+) (%S+)")
    table.insert(requests, {
      wrk.format("GET", path),
      wrk.format("GET", path, { Host = wrk.host, ["If-None-Match"] = etag }),
    })
  end
  full, unchanged, other = 0, 0, 0
end

function request()
  count = count + 1
  return requests[math.random(#requests)][count % 2 + 1]
end

function response(status)
  if status == 200 then
    full = full + 1
  elseif status == 304 then
    unchanged = unchanged + 1
  else
    other = other + 1
  end
end

function done(summary, latency, _)
  local sums = { full = 0, unchanged = 0, other = 0 }
  for _, thread in ipairs(threads) do
    for name, sum in pairs(sums) do
      sums[name] = sum + thread:get(name)
    end
  end
  local errors = summary.errors
  print(string.format(
    "RESULT %f %d %d %d %d %f %f",
    summary.requests / summary.duration * 1e6,
    sums.full, sums.unchanged, sums.other,
    errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3
  ))
end
