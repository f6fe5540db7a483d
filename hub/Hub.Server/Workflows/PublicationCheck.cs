using System.Text.Json;
using Hub.Server.Workflows.Checks;
using Hub.Server.Workflows.Readings;
using Hub.Workflows;
using Hub.Workflows.Definitions;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows;

/// <summary>
/// What a version would be started by once it is in force, and why it must not be: a wrong cron expression, a route or procedure
/// that another workflow claims, a request schema that is not there, a procedure that would turn requests away; and, where
/// <c>HUB__LINT=strict</c>, whatever <see cref="WorkflowChecks"/> finds at one of the hub's own activities.
/// </summary>
internal sealed class PublicationCheck(IDefinitionStore definitions, PinChoice pinning, WorkflowChecks checks, HubOptions options)
{
    /// <summary>The triggers, what its references to schemas mean from now on, and every reason against; nothing is published while there is one.</summary>
    public (IReadOnlyList<StoredTrigger> Triggers, IReadOnlyDictionary<string, string> Pins, IReadOnlyList<LocalizedText> Errors) Of(StoredDefinition definition, WorkflowGraph graph)
    {
        var pins = pinning.Of(graph);
        var errors = new List<LocalizedText>(graph.PublicationErrors.Select(error => new LocalizedText(error.French, error.English)));
        var triggers = graph.Triggers.Select(trigger => ToStored(definition, trigger, pins, errors)).ToArray();
        CheckActivation(graph, errors);
        foreach (var trigger in graph.Triggers)
        {
            CheckClaim(definition.Tenant, definition.DefinitionId, trigger, errors);
        }

        if (options.Lint == LintMode.Strict)
        {
            errors.AddRange(checks.Of(graph).Where(finding => WorkflowChecks.IsOfHubActivity(finding, graph)).Select(Refusal));
        }

        return (triggers, pins, errors);
    }

    private static LocalizedText Refusal(CheckFinding finding) => new(
        $"{finding.ActivityName} ({finding.Pointer}) : {finding.Message.Fr} {finding.Help.Fr}",
        $"{finding.ActivityName} ({finding.Pointer}): {finding.Message.En} {finding.Help.En}");

    private static StoredTrigger ToStored(StoredDefinition definition, Trigger trigger, IReadOnlyDictionary<string, string> pins, List<LocalizedText> errors)
    {
        var payload = trigger.Payload;
        if (trigger.StimulusName == StimulusNames.CitizenRequest)
        {
            // A reference without version means the latest one that fits; from here on the procedure keeps to it.
            var named = payload.Member("schema").AsText() ?? "";
            if (pins.GetValueOrDefault(named) is not { } schema)
            {
                errors.Add(new(
                    $"Le schéma « {named} » de la démarche n'est pas au catalogue. Ajoutez-le au dossier des schémas ou par PUT /api/schemas.",
                    $"The procedure's schema '{named}' is not in the catalogue. Add it to the schemas folder or by PUT /api/schemas."));
            }
            else
            {
                payload = JsonValues.Object(
                    ("procedure", payload.Member("procedure")),
                    ("schema", JsonValues.From(schema)),
                    ("title", payload.Member("title")),
                    ("channels", payload.Member("channels")),
                    ("legalDeadline", payload.Member("legalDeadline")));
            }
        }

        return new StoredTrigger(
            definition.Tenant,
            trigger.Hash,
            definition.VersionId,
            trigger.ActivityId,
            trigger.StimulusName,
            payload.IsSet() ? JsonSerializer.SerializeToUtf8Bytes(payload) : "{}"u8.ToArray());
    }

    // A citizen's request must never be turned away because of somebody else's. By correlation it is not: each has its own.
    private static void CheckActivation(WorkflowGraph graph, List<LocalizedText> errors)
    {
        if (graph.Definition.Options.Activation == ActivationStrategy.Singleton && graph.Triggers.Any(trigger => trigger.StimulusName == StimulusNames.CitizenRequest))
        {
            errors.Add(new(
                "Une démarche accueille toutes les demandes : sa stratégie d'activation ne peut pas être « Singleton », qui refuserait une demande tant qu'une autre est en cours. Choisissez « Always ».",
                "A procedure takes every request: its activation strategy cannot be 'Singleton', which would refuse a request while another one is being handled. Choose 'Always'."));
        }
    }

    private void CheckClaim(TenantId tenant, string definitionId, Trigger trigger, List<LocalizedText> errors)
    {
        if (trigger.StimulusName is not (StimulusNames.CitizenRequest or Stimulus.HttpEndpoint)
            || definitions.FindTriggers(tenant, trigger.Hash).All(other => definitions.FindVersion(other.VersionId)?.DefinitionId == definitionId))
        {
            return;
        }

        if (trigger.StimulusName == Stimulus.HttpEndpoint)
        {
            // Elsa's own words, which its Studio and clients know.
            var text = $"The {trigger.Payload.Member("path").AsText()} path and {trigger.Payload.Member("method").AsText()} method are already in use by another workflow!";
            errors.Add(new(text, text));
            return;
        }

        var procedure = trigger.Payload.Member("procedure").AsText();
        errors.Add(new(
            $"La démarche « {procedure} » est déjà proposée par un autre workflow publié. Retirez-le d'abord, ou donnez un autre nom à celle-ci.",
            $"The procedure '{procedure}' is already offered by another published workflow. Retract that one first, or give this one another name."));
    }
}
