"""Attaches as a connector that sends wrong events, each followed by a good one, then breaks the protocol itself; prints what came of it as JSON.

Arguments: hub address, connector's key, administrator's key, manifest, journey, a valid request (file).
"""
import json
import queue
import sys

import grpc
import connector_pb2 as pb

address, key, administrator, manifest, journey, request = sys.argv[1:7]
manifest = open(manifest, "rb").read()
request = open(request, "rb").read()
PATIENCE = 60


class Session:
    """One Attach call that sends bytes as they are."""

    def __init__(self, channel):
        self.outgoing = queue.Queue()
        attach = channel.stream_stream(
            "/hub.connector.v1.ConnectorHub/Attach", request_serializer=lambda raw: raw, response_deserializer=pb.ToConnector.FromString)
        self.call = attach(iter(self.outgoing.get, None), timeout=PATIENCE, metadata=[("authorization", f"ApiKey {key}")])
        self.send(pb.FromConnector(hello=pb.Hello(connector="poison", manifest=manifest, instance="python", initial_credit=4)))
        assert next(self.call).WhichOneof("message") == "welcome"

    def send(self, message):
        self.outgoing.put(message if isinstance(message, bytes) else message.SerializeToString())

    def event(self, id, payload, type="amount.changed", **context):
        context.setdefault("journey_id", journey)
        self.send(pb.FromConnector(event=pb.Event(id=id, type=type, payload=payload, context=pb.Context(**context))))
        return self.outcome()

    def outcome(self):
        answer = next(self.call)
        kind = answer.WhichOneof("message")
        return [kind, answer.event_refused.pointer] if kind == "event_refused" else [kind]

    def status(self):
        try:
            for _ in self.call:
                pass
            return "OK"
        except grpc.RpcError as error:
            return error.code().name


GOOD = b'{"amount":1}'
poison = {
    "not JSON": dict(id="p1", payload=b'{"amount":'),
    "not UTF-8": dict(id="p2", payload=b'{"amount":1,"note":"\xc3\x28"}'),
    "half a surrogate pair": dict(id="p3", payload=b'{"amount":1,"note":"\\ud800"}'),
    "invalid": dict(id="p4", payload=b'{"amount":"x"}'),
    "no payload": dict(id="p5", payload=b""),
    "null": dict(id="p6", payload=b"null"),
    "duplicate member": dict(id="p7", payload=b'{"amount":1,"amount":2}'),
    "nested too deep": dict(id="p8", payload=b'{"amount":1,"x":' + b"[" * 100 + b"]" * 100 + b"}"),
    "unknown type": dict(id="p9", payload=GOOD, type="nobody.declared"),
    "another connector's type": dict(id="p10", payload=b"{}", type="payment.settled"),
    "no type": dict(id="p11", payload=GOOD, type=""),
    "empty id": dict(id="", payload=GOOD),
    "endless id": dict(id="i" * 5000, payload=GOOD),
    "unknown journey": dict(id="p12", payload=GOOD, journey_id="nowhere"),
    "no journey": dict(id="p13", payload=GOOD, journey_id=""),
    "no SIREN": dict(id="p14", payload=GOOD, tenant="123456789"),
    "no authority": dict(id="p15", payload=GOOD, tenant="../../etc"),
    "large and invalid": dict(id="p16", payload=b'{"amount":"' + b"x" * 3_000_000 + b'"}'),
}

result = {"poison": {}, "good": [], "sizes": {name: len(wrong["payload"]) for name, wrong in poison.items()}}
with grpc.insecure_channel(address, options=[("grpc.max_send_message_length", -1)]) as channel:
    session = Session(channel)
    for number, (name, wrong) in enumerate(poison.items()):
        result["poison"][name] = session.event(**wrong)
        result["good"].append(session.event(f"good-{number}", GOOD))

    # What asks for no answer must not end the session either.
    session.send(b"")
    session.send(pb.FromConnector(reply=pb.Reply(command_id="never-sent", payload=b"{")))
    session.send(pb.FromConnector(reply=pb.Reply()))
    session.send(pb.FromConnector(credit=pb.Credit(commands=0)))
    session.send(b"\xfa\x3e\x02hi")
    result["good"].append(session.event("good-after-silence", GOOD))

    for name, raw in {"truncated": b"\x1a\x7f\x0a\x05ab", "10 MiB": pb.FromConnector(event=pb.Event(id="huge", type="amount.changed", payload=b"x" * (10 << 20))).SerializeToString()}.items():
        session.send(raw)
        result[name] = session.status()
        session = Session(channel)
        result["good"].append(session.event(f"good-after-{name}", GOOD))
    session.outgoing.put(None)

    submit = channel.unary_unary("/hub.connector.v1.ConnectorHub/Submit", request_serializer=lambda raw: raw, response_deserializer=pb.SubmitReply.FromString)

    def submitted(raw):
        try:
            submit(raw, timeout=PATIENCE, metadata=[("authorization", f"ApiKey {administrator}")])
            return "OK"
        except grpc.RpcError as error:
            return error.code().name

    def asked(**fields):
        return pb.SubmitRequest(**{"procedure": "inscription-periscolaire", "payload": request, **fields}).SerializeToString()

    result["submit"] = {
        "truncated": submitted(b"\x0a\x7fab"),
        "empty": submitted(b""),
        "not JSON": submitted(asked(payload=b"{")),
        "invalid": submitted(asked(payload=b"{}")),
        "half a surrogate pair": submitted(asked(payload=request.replace(b':"', b':"\\ud800', 1))),
        "no payload": submitted(asked(payload=b"")),
        "10 MiB": submitted(asked(payload=b"x" * (10 << 20))),
        "endless key": submitted(asked(idempotency_key="k" * 100_000)),
        "unknown channel": submitted(asked(channel="smoke signals", idempotency_key="channel")),
        "no authority": submitted(asked(tenant="abc")),
        "good": submitted(asked(idempotency_key="good")),
    }

print(json.dumps(result))
