"""Submits a citizen request with python3-grpcio. Arguments: hub address, key, procedure, idempotency key; the payload on stdin."""
import json
import sys

import grpc
import connector_pb2
import connector_pb2_grpc

address, key, procedure, idempotency_key = sys.argv[1:5]
with grpc.insecure_channel(address) as channel:
    hub = connector_pb2_grpc.ConnectorHubStub(channel)
    request = connector_pb2.SubmitRequest(procedure=procedure, payload=sys.stdin.buffer.read(), idempotency_key=idempotency_key, channel="web")
    try:
        reply = hub.Submit(request, timeout=20, metadata=[("authorization", f"ApiKey {key}")])
        print(json.dumps({"status": "OK", "journeyId": reply.journey_id, "requestId": reply.request_id}))
    except grpc.RpcError as error:
        errors = connector_pb2.ValidationErrors()
        for name, value in error.trailing_metadata() or ():
            if name == "hub-errors-bin":
                errors.ParseFromString(value)
        print(json.dumps({"status": error.code().name, "pointers": [found.instance_location for found in errors.errors]}))
