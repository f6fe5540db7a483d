using Google.Protobuf;
using Hub.Connectors.Sdk.Journal;
using Hub.Connectors.Sdk.Session;

namespace Hub.Connectors.Sdk;

/// <summary>What a connector says to the hub on its own account. Safe for concurrent use.</summary>
public sealed class HubClient
{
    private readonly EventBox _events;
    private readonly HubChannel _channel;
    private volatile HealthState _health = new(IsHealthy: true, Detail: string.Empty);

    internal HubClient(EventBox events, HubChannel channel)
    {
        _events = events;
        _channel = channel;
    }

    /// <summary>True while a session with the hub is open.</summary>
    public bool IsConnected { get; internal set; }

    internal HealthState Health => _health;

    /// <summary>Fires when the health that is to be reported changed.</summary>
    internal event Action? HealthChanged;

    /// <summary>
    /// Puts the event into the box on disk and sends it whenever the hub can be reached. Completes once the hub holds it durably.
    /// Cancelling stops the waiting, not the sending.
    /// </summary>
    /// <exception cref="EventRefusedException">The hub does not take it.</exception>
    public async Task PublishAsync(ConnectorEvent connectorEvent, CancellationToken cancellationToken = default)
    {
        var accepted = await _events.AddAsync(connectorEvent, cancellationToken).ConfigureAwait(false);
        await accepted.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Puts the event into the box on disk and returns: from then on it is not lost. For webhooks that must answer at once.</summary>
    public Task EnqueueAsync(ConnectorEvent connectorEvent, CancellationToken cancellationToken = default) =>
        _events.AddAsync(connectorEvent, cancellationToken);

    /// <summary>Submits a citizen request. Completes once it is durable.</summary>
    /// <exception cref="Grpc.Core.RpcException">The hub refused it or cannot be reached; submit it again with the same idempotency key.</exception>
    public async Task<SubmittedRequest> SubmitAsync(CitizenRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var wire = new V1.SubmitRequest
        {
            Procedure = request.Procedure,
            Payload = ByteString.CopyFrom(request.Payload.Span),
            IdempotencyKey = request.IdempotencyKey,
            Channel = request.Channel,
            Tenant = request.Tenant,
        };
        var reply = await _channel.Client.SubmitAsync(wire, _channel.Credentials, cancellationToken: cancellationToken).ConfigureAwait(false);
        return new SubmittedRequest(reply.JourneyId, reply.RequestId);
    }

    /// <summary>A shared schema; an empty version asks for the latest.</summary>
    /// <exception cref="Grpc.Core.RpcException">There is none, or the hub cannot be reached.</exception>
    public async Task<SharedSchema> GetSchemaAsync(string id, string version = "", CancellationToken cancellationToken = default)
    {
        var reply = await _channel.Client.GetSchemaAsync(new V1.GetSchemaRequest { Id = id, Version = version }, _channel.Credentials, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        return new SharedSchema(reply.Id, reply.Version, reply.Schema.Memory);
    }

    /// <summary>Says whether the business software can be used, for the director's screen. The detail holds no personal data.</summary>
    public void ReportHealth(bool isHealthy, string detail = "")
    {
        var health = new HealthState(isHealthy, detail);
        if (_health != health)
        {
            _health = health;
            HealthChanged?.Invoke();
        }
    }

    internal sealed record HealthState(bool IsHealthy, string Detail);
}
