namespace Hub.Server.Exchange;

/// <summary>The procedures on offer: published workflows that a citizen request starts. Implemented where workflows are.</summary>
public interface IProcedureDirectory
{
    ProcedureOffer? Find(TenantId tenant, string name);

    /// <summary>By name.</summary>
    IReadOnlyList<ProcedureOffer> List(TenantId tenant);
}

/// <param name="Schema">The request schema's identifier, pinned at publication.</param>
/// <param name="Channels">Where a request may come from; empty means anywhere.</param>
/// <param name="Deadline">Within what time the law asks for an answer; null where it sets none, or the designer gave none.</param>
public sealed record ProcedureOffer(
    string Name,
    LocalizedText Title,
    string Schema,
    IReadOnlyList<string> Channels,
    string DefinitionId,
    string VersionId,
    int Version,
    string ActivityId,
    LegalDeadline? Deadline);
