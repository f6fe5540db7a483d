-- Posts the lines of a file in turn, and prints the summary as one line of JSON.
local requests = {}
local position = 0

function init(args)
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  local authorization = os.getenv("HUB_BENCH_AUTHORIZATION")
  if authorization and #authorization > 0 then
    wrk.headers["Authorization"] = authorization
  end
  for line in io.lines(os.getenv("HUB_BENCH_BODIES")) do
    requests[#requests + 1] = wrk.format(nil, nil, nil, line)
  end
end

function request()
  position = position % #requests + 1
  return requests[position]
end

function done(summary, latency, _)
  local e = summary.errors
  io.write(string.format('{"requests":%d,"durationMicroseconds":%d,"errors":%d,"p50":%d,"p99":%d}\n',
    summary.requests, summary.duration, e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(50), latency:percentile(99)))
end
