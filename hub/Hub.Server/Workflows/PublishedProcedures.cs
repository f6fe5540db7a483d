using System.Text.Json;
using Hub.Server.Exchange;
using Hub.Workflows;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows;

/// <summary>The procedures on offer, read from the triggers of published workflows.</summary>
internal sealed class PublishedProcedures : IProcedureDirectory
{
    private readonly IDefinitionStore definitions;
    private readonly Publications.Derived<Dictionary<(TenantId Tenant, string Name), ProcedureOffer>> offers;

    public PublishedProcedures(IDefinitionStore definitions, Publications publications)
    {
        this.definitions = definitions;
        offers = publications.Derive(Load);
    }

    public ProcedureOffer? Find(TenantId tenant, string name) =>
        offers.Value.GetValueOrDefault((tenant, name)) ?? offers.Value.GetValueOrDefault((TenantIds.Shared, name));

    public IReadOnlyList<ProcedureOffer> List(TenantId tenant) =>
    [
        .. offers.Value
            .Where(offer => offer.Key.Tenant == tenant || offer.Key.Tenant == TenantIds.Shared)
            .OrderBy(offer => offer.Key.Tenant == TenantIds.Shared)
            .Select(offer => offer.Value)
            .DistinctBy(offer => offer.Name)
            .OrderBy(offer => offer.Name, StringComparer.Ordinal),
    ];

    private Dictionary<(TenantId Tenant, string Name), ProcedureOffer> Load()
    {
        var found = new Dictionary<(TenantId, string), ProcedureOffer>();
        foreach (var trigger in definitions.TriggersNamed(StimulusNames.CitizenRequest))
        {
            if (ToOffer(trigger) is { } offer)
            {
                found.TryAdd((trigger.Tenant, offer.Name), offer);
            }
        }

        return found;
    }

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
            LegalDeadline.TryParse(payload.Member("legalDeadline").AsText(), out var deadline) ? deadline : null);
    }

    private static LocalizedText? TextOf(JsonElement text) => text.ValueKind switch
    {
        JsonValueKind.String => new(text.GetString()!, text.GetString()!),
        JsonValueKind.Object when text.Member("fr").AsText() is { } fr => new(fr, text.Member("en").AsText() ?? fr),
        _ => null,
    };
}
