namespace Hub.Connectors.Sdk;

/// <summary>A citizen request to submit, as <c>POST /api/requests/{procedure}</c> takes it.</summary>
/// <param name="Procedure">The procedure's name.</param>
/// <param name="Payload">JSON of the form.</param>
/// <param name="IdempotencyKey">The same whenever the same request is submitted again.</param>
public sealed record CitizenRequest(string Procedure, ReadOnlyMemory<byte> Payload, string IdempotencyKey)
{
    /// <summary>web, counter, phone, mail or email. Empty: web.</summary>
    public string Channel { get; init; } = string.Empty;

    /// <summary>SIREN. Empty: the key's own local authority.</summary>
    public string Tenant { get; init; } = string.Empty;
}

/// <summary>A request that the hub holds durably.</summary>
public sealed record SubmittedRequest(string JourneyId, string RequestId);

/// <summary>A shared schema as the hub's registry holds it.</summary>
public sealed record SharedSchema(string Id, string Version, ReadOnlyMemory<byte> Schema);
