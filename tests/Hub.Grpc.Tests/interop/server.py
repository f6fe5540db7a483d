"""The echo service on Python's grpcio, for our client to call. Usage: server.py GENERATED [gzip]. Prints its port; ends with its input."""
import sys
import time
from concurrent import futures

sys.path.insert(0, sys.argv[1])

import grpc  # noqa: E402
import echo_pb2 as pb  # noqa: E402
import echo_pb2_grpc as rpc  # noqa: E402


def answer(request, count):
    return pb.EchoReply(text=request.text, data=request.data, count=count, labels=request.labels)


class Echo(rpc.EchoServicer):
    def Unary(self, request, context):
        headers = dict(context.invocation_metadata())
        context.send_initial_metadata((("x-header", headers.get("want-headers", "")),))
        context.set_trailing_metadata(tuple((k, v) for k, v in headers.items() if k.startswith("x-")))
        if request.delay_ms:
            time.sleep(request.delay_ms / 1000)
        if request.fail_with:
            context.set_trailing_metadata((("x-why-bin", b"\x09\x08\x07"),))
            context.abort([c for c in grpc.StatusCode if c.value[0] == request.fail_with][0], request.text)
        return answer(request, request.count)

    def Collect(self, requests, context):
        count, last = 0, pb.EchoRequest()
        for last in requests:
            count += 1
        return answer(last, count)

    def Expand(self, request, context):
        for i in range(request.count):
            yield answer(request, i)

    def Talk(self, requests, context):
        for i, request in enumerate(requests):
            yield answer(request, i)


compression = grpc.Compression.Gzip if "gzip" in sys.argv[2:] else grpc.Compression.NoCompression
server = grpc.server(futures.ThreadPoolExecutor(8), compression=compression)
rpc.add_EchoServicer_to_server(Echo(), server)
print(server.add_insecure_port("127.0.0.1:0"), flush=True)
server.start()
sys.stdin.read()
server.stop(None)
