"""Calls the echo service with Python's grpcio and checks every answer. Usage: client.py ADDRESS GENERATED [gzip]"""
import sys
import time

address, generated = sys.argv[1], sys.argv[2]
sys.path.insert(0, generated)

import grpc  # noqa: E402
import echo_pb2 as pb  # noqa: E402
import echo_pb2_grpc as rpc  # noqa: E402

compression = grpc.Compression.Gzip if "gzip" in sys.argv[3:] else grpc.Compression.NoCompression
MIB = 1024 * 1024


def check(name, condition, seen=None):
    if not condition:
        print(f"FAILED {name}: {seen!r}")
        sys.exit(1)
    print(f"ok {name}")


def failure(call):
    try:
        call()
    except grpc.RpcError as error:
        return error
    return None


options = [("grpc.max_receive_message_length", 16 * MIB), ("grpc.max_send_message_length", 16 * MIB)]
with grpc.insecure_channel(address, options=options, compression=compression) as channel:
    echo = rpc.EchoStub(channel)

    reply, call = echo.Unary.with_call(
        pb.EchoRequest(text="été", data=b"\x00\xff", maybe=0, labels={"a": "b"}),
        metadata=(("want-headers", "yes"), ("x-text", "one"), ("x-raw-bin", b"\x00\x01\xfa")), timeout=10)
    check("unary", reply.text == "été" and reply.data == b"\x00\xff" and reply.HasField("maybe") and reply.labels["a"] == "b", reply)
    headers, trailers = dict(call.initial_metadata()), dict(call.trailing_metadata())
    check("headers", headers.get("x-header") == "yes" and headers.get("x-header-bin") == b"\x00\x01\xff", headers)
    check("trailers", trailers.get("x-text") == "one" and trailers.get("x-raw-bin") == b"\x00\x01\xfa", trailers)

    check("server stream", [r.count for r in echo.Expand(pb.EchoRequest(count=1000), timeout=20)] == list(range(1000)))
    check("client stream", echo.Collect((pb.EchoRequest(text=str(i)) for i in range(1000)), timeout=20).count == 1000)
    talked = [r.text for r in echo.Talk((pb.EchoRequest(text=str(i)) for i in range(1000)), timeout=20)]
    check("duplex stream", talked == [str(i) for i in range(1000)])

    error = failure(lambda: echo.Unary(pb.EchoRequest(fail_with=9, text="clôturé à 100 %\nfin"), timeout=10))
    check("error", error.code() == grpc.StatusCode.FAILED_PRECONDITION and error.details() == "clôturé à 100 %\nfin", error)
    check("error trailers", dict(error.trailing_metadata()).get("x-why-bin") == b"\x09\x08\x07", error.trailing_metadata())

    started = time.monotonic()
    error = failure(lambda: echo.Unary(pb.EchoRequest(delay_ms=30000), timeout=1))
    check("deadline", error.code() == grpc.StatusCode.DEADLINE_EXCEEDED and time.monotonic() - started < 10, error)

    # Only once the server has it: this client resets a stream that it never opened if it is cancelled before that,
    # and a server must close the connection then (RFC 9113, 6.4).
    stream = echo.Expand(pb.EchoRequest(count=1, delay_ms=30000), timeout=20)
    next(stream)
    stream.cancel()
    error = failure(lambda: next(stream))
    check("cancel", error.code() == grpc.StatusCode.CANCELLED, error)

    check("3 MiB", len(echo.Unary(pb.EchoRequest(data=bytes(3 * MIB)), timeout=20).data) == 3 * MIB)
    error = failure(lambda: echo.Unary(pb.EchoRequest(data=bytes(5 * MIB)), timeout=20))
    check("5 MiB", error.code() == grpc.StatusCode.RESOURCE_EXHAUSTED, error)

    error = failure(lambda: echo.Missing(pb.EchoRequest(), timeout=10))
    check("unimplemented method", error.code() == grpc.StatusCode.UNIMPLEMENTED, error)
    nowhere = channel.unary_unary("/nobody.Knows/It", request_serializer=pb.EchoRequest.SerializeToString)
    error = failure(lambda: nowhere(pb.EchoRequest(), timeout=10))
    check("unimplemented service", error.code() == grpc.StatusCode.UNIMPLEMENTED, error)

print("done")
