using System.Text.Json;
using Hub.Server.Exchange;
using Hub.Workflows;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows;

/// <summary>The procedures on offer, read from the triggers of published workflows.</summary>
internal sealed class PublishedProcedures(IDefinitionStore definitions) : IProcedureDirectory
{
    public ProcedureOffer? Find(TenantId tenant, string name)
    {
        var triggers = definitions.FindTriggers(tenant, Stimulus.Hash(StimulusNames.CitizenRequest, StimulusNames.ForProcedure(name)));
        return triggers.Count == 0 ? null : ToOffer(triggers[0]);
    }

    public IReadOnlyList<ProcedureOffer> List(TenantId tenant) =>
    [
        .. definitions.TriggersNamed(StimulusNames.CitizenRequest)
            .Where(trigger => trigger.Tenant == tenant || trigger.Tenant == TenantIds.Shared)
            .OrderBy(trigger => trigger.Tenant == TenantIds.Shared)
            .Select(ToOffer)
            .OfType<ProcedureOffer>()
            .DistinctBy(offer => offer.Name)
            .OrderBy(offer => offer.Name, StringComparer.Ordinal),
    ];

    private ProcedureOffer? ToOffer(StoredTrigger trigger)
    {
        if (definitions.FindVersion(trigger.VersionId) is not { } definition)
        {
            return null;
        }

        var payload = JsonElement.Parse(trigger.Payload.Span);
        var name = payload.Member("procedure").AsText()!;
        return new ProcedureOffer(
            name,
            TextOf(payload.Member("title")) ?? new LocalizedText(definition.Name, definition.Name),
            payload.Member("schema").AsText()!,
            payload.Member("channels") is { ValueKind: JsonValueKind.Array } channels ? [.. channels.EnumerateArray().Select(channel => channel.AsText()!)] : [],
            definition.DefinitionId,
            definition.VersionId,
            definition.Version,
            trigger.ActivityId,
            payload);
    }

    private static LocalizedText? TextOf(JsonElement text) => text.ValueKind switch
    {
        JsonValueKind.String => new(text.GetString()!, text.GetString()!),
        JsonValueKind.Object when text.Member("fr").AsText() is { } fr => new(fr, text.Member("en").AsText() ?? fr),
        _ => null,
    };
}
