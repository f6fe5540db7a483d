using System.Globalization;
using System.Text.Json;
using Hub.Server.Exchange;
using Hub.Server.Schemas;
using Hub.Workflows;
using Hub.Workflows.Definitions;
using Hub.Workflows.Graph;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows;

/// <summary>
/// Takes definitions in and puts them into force. Import refuses only what cannot be loaded; publication refuses what could
/// not work: a wrong cron expression, a route or procedure that another workflow claims, a request schema that is not there.
/// </summary>
internal sealed class DefinitionPublisher(
    IDefinitionStore definitions,
    IUnitOfWorkStore store,
    GraphCache graphs,
    Publications publications,
    SchemaCatalog schemas,
    ScheduledStarts schedule,
    IdGenerator ids,
    TimeProvider clock) : IDisposable
{
    // Two versions of one definition made at the same time would both be the next one.
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>Saves a definition as its next version, or over its draft. Nothing is published.</summary>
    /// <exception cref="DefinitionException">It cannot be loaded; nothing is saved.</exception>
    public async Task<ImportedDefinition> ImportAsync(TenantId tenant, ReadOnlyMemory<byte> json, IReadOnlyList<IChange> alongside, CancellationToken cancellationToken)
    {
        RequireText(json.Span);
        var definition = WorkflowDefinition.Parse(json);
        await turn.WaitAsync(cancellationToken);
        try
        {
            var definitionId = definition.DefinitionId.Length > 0 ? definition.DefinitionId : ids.NewId();
            var latest = definitions.FindLatest(tenant, definitionId) is { } found && found.Tenant == tenant ? found : null;
            var isDraft = latest is { IsPublished: false };
            var now = clock.GetUtcNow();
            definition = definition with
            {
                Id = isDraft ? latest!.VersionId : latest is null && definition.Id.Length > 0 && definitions.FindVersion(definition.Id) is null ? definition.Id : ids.NewId(),
                DefinitionId = definitionId,
                Version = isDraft ? latest!.Version : (latest?.Version ?? 0) + 1,
                CreatedAt = isDraft ? latest!.CreatedAt : now,
                IsLatest = true,
                IsPublished = false,
            };
            var graph = graphs.Check(definition);
            var stored = new StoredDefinition(
                definition.Id,
                tenant,
                definitionId,
                definition.Version,
                definition.Name ?? definitionId,
                IsLatest: true,
                IsPublished: false,
                definition.ToJson(),
                definition.CreatedAt!.Value);
            await store.CommitAsync([new SaveDefinition(stored), .. alongside], cancellationToken);
            graphs.Forget(stored.VersionId);
            return new ImportedDefinition(stored, graph.Warnings, IsNew: latest is null);
        }
        finally
        {
            turn.Release();
        }
    }

    // Names and texts are read again whenever the definition runs: what cannot be read then must not be saved.
    private static void RequireText(ReadOnlySpan<byte> json)
    {
        try
        {
            StrictJson.Check(json, JsonValues.MaxDepth, allowComments: true);
        }
        catch (JsonException error)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{error.LineNumber + 1}:{error.BytePositionInLine + 1}");
            throw new DefinitionException(
                "",
                $"A workflow definition is one JSON object in UTF-8, but reading stops at {place} (line:byte). Correct it there and send it again.",
                $"Une définition de workflow est un objet JSON en UTF-8, mais la lecture s'arrête à {place} (ligne:octet). Corrigez-la à cet endroit puis renvoyez-la.");
        }
    }

    /// <summary>Puts the latest version into force. Returns why not, when it must not; then nothing has changed.</summary>
    /// <exception cref="KeyNotFoundException">There is no such definition.</exception>
    public async Task<PublishedDefinition> PublishAsync(TenantId tenant, string definitionId, IReadOnlyList<IChange> alongside, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var latest = definitions.FindLatest(tenant, definitionId) is { } found && found.Tenant == tenant ? found : throw new KeyNotFoundException();
            if (latest.IsPublished)
            {
                return new PublishedDefinition(latest, AlreadyPublished: true, []);
            }

            var graph = graphs.Check(WorkflowDefinition.Parse(latest.Json));
            var errors = new List<LocalizedText>(graph.PublicationErrors.Select(ToText));
            var triggers = graph.Triggers.Select(trigger => ToStored(latest, trigger, errors)).ToArray();
            CheckActivation(graph, errors);
            foreach (var trigger in graph.Triggers)
            {
                CheckClaim(tenant, definitionId, trigger, errors);
            }

            if (errors.Count > 0)
            {
                return new PublishedDefinition(latest, AlreadyPublished: false, errors);
            }

            FailPoint.Hit("publish.before");
            await store.CommitAsync([new PublishDefinition(tenant, definitionId, latest.VersionId, triggers), .. schedule.Begin(triggers), .. alongside], cancellationToken);
            publications.Increment();
            FailPoint.Hit("publish.after");
            return new PublishedDefinition(latest with { IsPublished = true }, AlreadyPublished: false, []);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Takes a definition out of force. Running instances go on. False when no version was published.</summary>
    public async Task<bool> RetractAsync(TenantId tenant, string definitionId, IReadOnlyList<IChange> alongside, CancellationToken cancellationToken)
    {
        if (definitions.FindPublished(tenant, definitionId) is not { } published || published.Tenant != tenant)
        {
            return false;
        }

        await store.CommitAsync([new RetractDefinition(tenant, definitionId), .. alongside], cancellationToken);
        publications.Increment();
        return true;
    }

    /// <summary>Removes every version and trigger. False when the tenant has no such definition of its own: a shared one is not its to delete.</summary>
    public async Task<bool> DeleteAsync(TenantId tenant, string definitionId, IReadOnlyList<IChange> alongside, CancellationToken cancellationToken)
    {
        if (definitions.FindLatest(tenant, definitionId) is not { } found || found.Tenant != tenant)
        {
            return false;
        }

        await store.CommitAsync([new DeleteDefinition(tenant, definitionId), .. alongside], cancellationToken);
        publications.Increment();
        return true;
    }

    public void Dispose() => turn.Dispose();

    private StoredTrigger ToStored(StoredDefinition definition, Trigger trigger, List<LocalizedText> errors)
    {
        var payload = trigger.Payload;
        if (trigger.StimulusName == StimulusNames.CitizenRequest)
        {
            // A reference without version means the latest one now; from here on the procedure keeps to it.
            var named = payload.Member("schema").AsText() ?? "";
            if (schemas.Resolve(named) is not { } schema)
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
                    ("channels", payload.Member("channels")));
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

    private static LocalizedText ToText(Hub.Workflows.LocalizedText text) => new(text.French, text.English);
}

/// <summary>A definition that was saved.</summary>
internal sealed record ImportedDefinition(StoredDefinition Definition, IReadOnlyList<DefinitionWarning> Warnings, bool IsNew);

/// <summary>What came of a publication.</summary>
/// <param name="Errors">Why it was refused; empty when it is in force.</param>
internal sealed record PublishedDefinition(StoredDefinition Definition, bool AlreadyPublished, IReadOnlyList<LocalizedText> Errors);
