"""A small connector with python3-grpcio: attaches, says "attached", repeats the school year of each command. Arguments: hub address, key."""
import json
import queue
import sys

import grpc
import connector_pb2
import connector_pb2_grpc

address, key = sys.argv[1:3]
manifest = open(sys.argv[3], "rb").read()
outgoing = queue.Queue()
outgoing.put(connector_pb2.FromConnector(hello=connector_pb2.Hello(connector="echo", manifest=manifest, instance="python", initial_credit=4)))

with grpc.insecure_channel(address) as channel:
    hub = connector_pb2_grpc.ConnectorHubStub(channel)
    for message in hub.Attach(iter(outgoing.get, None), metadata=[("authorization", f"ApiKey {key}")]):
        kind = message.WhichOneof("message")
        if kind == "welcome":
            print("attached", flush=True)
        elif kind == "command":
            command = message.command
            answer = {"repeated": json.loads(command.payload)["schoolYear"]}
            outgoing.put(connector_pb2.FromConnector(reply=connector_pb2.Reply(command_id=command.id, payload=json.dumps(answer).encode())))
            outgoing.put(connector_pb2.FromConnector(credit=connector_pb2.Credit(commands=1)))
