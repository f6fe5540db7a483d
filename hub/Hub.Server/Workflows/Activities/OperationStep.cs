using Hub.Server.Exchange.Outbox;
using Hub.Workflows.Activities;

namespace Hub.Server.Workflows.Activities;

/// <summary>One operation of one connector as a kind of activity: its descriptor, and which of its inputs and outputs are which members of the payloads.</summary>
/// <param name="IsObject">Whether the operation takes an object, whose members the inputs are.</param>
internal sealed record OperationStep(
    ConnectorOffer Connector,
    OperationOffer Operation,
    ActivityDescriptor Descriptor,
    bool IsObject,
    IReadOnlyList<OperationField> Fields,
    IReadOnlyList<OperationField> Results)
{
    /// <summary>What type names of such activities begin with.</summary>
    public const string Prefix = "Hub.Connector.";

    public const string PayloadInput = "Payload";

    /// <summary>The type name: stable as long as connector and operation keep their names.</summary>
    public static string TypeNameOf(string connector, string operation) => $"{Prefix}{connector}.{operation}";
}

/// <param name="Name">The input or output.</param>
/// <param name="Member">The member of the payload that it is.</param>
/// <param name="IsRequired">Whether the schema asks for it in every case.</param>
/// <param name="TakesNull">Whether null is a value of it; otherwise null means that it is not given.</param>
/// <param name="Personal">The category of personal data that the schema marks it with; null when it marks none.</param>
internal sealed record OperationField(string Name, string Member, bool IsRequired = false, bool TakesNull = false, string? Personal = null);
