using System.Globalization;
using System.Text.Json;
using Hub.Workflows;
using Hub.Workflows.Definitions;

namespace Hub.Server.Workflows;

/// <summary>
/// Takes definitions in and puts them into force. Saving refuses only what cannot be loaded; publication refuses what could
/// not work (<see cref="PublicationCheck"/>). Each operation is one commit.
/// </summary>
internal sealed class DefinitionPublisher(
    IDefinitionStore definitions,
    IUnitOfWorkStore store,
    GraphCache graphs,
    Publications publications,
    PublicationCheck check,
    ConsumerUpdate consumers,
    ScheduledStarts schedule,
    IdGenerator ids,
    TimeProvider clock) : IDisposable
{
    // Two versions of one definition made at the same time would both be the next one.
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>Reads a definition from outside.</summary>
    /// <exception cref="DefinitionException">It is not JSON, has no root, or a member has the wrong type.</exception>
    public static WorkflowDefinition Read(ReadOnlyMemory<byte> json)
    {
        RequireText(json.Span);
        return WorkflowDefinition.Parse(json);
    }

    /// <summary>Names and texts are read again whenever a definition runs: what cannot be read then must not be saved.</summary>
    /// <exception cref="DefinitionException">It is not JSON in UTF-8; tells where.</exception>
    public static void RequireText(ReadOnlySpan<byte> json)
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
                $"Expected one JSON object in UTF-8, but reading stops at {place} (line:byte). Correct it there and send it again.",
                $"On attendait un objet JSON en UTF-8, mais la lecture s'arrête à {place} (ligne:octet). Corrigez-la à cet endroit puis renvoyez-la.");
        }
    }

    /// <summary>Saves a definition of the machine's own folders and commands as its next version, or over its draft. Nothing is published.</summary>
    /// <exception cref="DefinitionException">It cannot be loaded; nothing is saved.</exception>
    public async Task<ImportedDefinition> ImportAsync(TenantId tenant, ReadOnlyMemory<byte> json, IReadOnlyList<IChange> alongside, CancellationToken cancellationToken)
    {
        var given = Read(json);
        using var _ = await EnterAsync(cancellationToken);
        var (draft, warnings, isNew) = MakeDraft(tenant, given, FindOwnLatest(tenant, given.DefinitionId));
        await CommitAsync(draft, [new SaveDefinition(draft), .. alongside]);
        return new ImportedDefinition(draft, warnings, isNew);
    }

    /// <summary>Saves a definition as its next version, or over its draft, and publishes it if asked to; refused publication saves nothing.</summary>
    /// <param name="ifMatch">What the caller believes the latest version's entity tag to be; null where it does not say.</param>
    /// <exception cref="DefinitionException">It cannot be loaded, or the one there is read-only; nothing is saved.</exception>
    /// <exception cref="DefinitionChangedException">The latest version is another one than the caller believes.</exception>
    public async Task<PublishedDefinition> SaveAsync(
        TenantId tenant, WorkflowDefinition given, bool publish, string? ifMatch, IReadOnlyList<IChange> alongside, CancellationToken cancellationToken)
    {
        using var _ = await EnterAsync(cancellationToken);
        var latest = FindOwnLatest(tenant, given.DefinitionId);
        RequireMatch(latest ?? (given.DefinitionId.Length > 0 ? definitions.FindLatest(tenant, given.DefinitionId) : null), ifMatch);
        if (latest is not null && TenantDefinitions.Read(latest).IsReadonly)
        {
            throw new DefinitionException("/isReadonly", "This definition is read-only and cannot be saved. Save it under another definition id.",
                "Cette définition est en lecture seule et ne peut pas être enregistrée. Enregistrez-la sous un autre identifiant.");
        }

        var (draft, warnings, isNew) = MakeDraft(tenant, given, latest);
        if (publish)
        {
            return await PublishAsync(draft, [new SaveDefinition(draft)], alongside) with { Warnings = warnings, IsNew = isNew };
        }

        await CommitAsync(draft, [new SaveDefinition(draft), .. alongside]);
        return new PublishedDefinition(draft, AlreadyPublished: false, []) { Warnings = warnings, IsNew = isNew };
    }

    /// <summary>Puts the latest version into force. Returns why not, when it must not; then nothing has changed.</summary>
    /// <exception cref="KeyNotFoundException">There is no such definition.</exception>
    public Task<PublishedDefinition> PublishAsync(TenantId tenant, string definitionId, IReadOnlyList<IChange> alongside, CancellationToken cancellationToken) =>
        PublishAsync(tenant, definitionId, null, alongside, cancellationToken);

    /// <inheritdoc cref="PublishAsync(TenantId, string, IReadOnlyList{IChange}, CancellationToken)"/>
    /// <exception cref="DefinitionChangedException">The latest version is another one than the caller believes.</exception>
    public async Task<PublishedDefinition> PublishAsync(TenantId tenant, string definitionId, string? ifMatch, IReadOnlyList<IChange> alongside, CancellationToken cancellationToken)
    {
        using var _ = await EnterAsync(cancellationToken);
        var latest = definitions.FindLatest(tenant, definitionId) ?? throw new KeyNotFoundException();
        RequireMatch(latest, ifMatch);
        if (latest.IsPublished)
        {
            return new PublishedDefinition(latest, AlreadyPublished: true, []);
        }

        return latest.Tenant == tenant ? await PublishAsync(latest, [], alongside) : throw new KeyNotFoundException();
    }

    /// <summary>Takes a definition out of force. Running instances go on. False when no version was published.</summary>
    public Task<bool> RetractAsync(TenantId tenant, string definitionId, IReadOnlyList<IChange> alongside, CancellationToken cancellationToken) =>
        RetractAsync(tenant, definitionId, null, alongside, cancellationToken);

    /// <inheritdoc cref="RetractAsync(TenantId, string, IReadOnlyList{IChange}, CancellationToken)"/>
    /// <exception cref="DefinitionChangedException">The latest version is another one than the caller believes.</exception>
    public async Task<bool> RetractAsync(TenantId tenant, string definitionId, string? ifMatch, IReadOnlyList<IChange> alongside, CancellationToken cancellationToken)
    {
        using var _ = await EnterAsync(cancellationToken);
        if (definitions.FindPublished(tenant, definitionId) is not { } published || published.Tenant != tenant)
        {
            return false;
        }

        RequireMatch(definitions.FindLatest(tenant, definitionId), ifMatch);
        await CommitAsync(published, [new RetractDefinition(tenant, definitionId), .. alongside], isPublication: true);
        return true;
    }

    /// <summary>Removes every version and trigger. False when the tenant has no such definition of its own: a shared one is not its to delete.</summary>
    public Task<bool> DeleteAsync(TenantId tenant, string definitionId, IReadOnlyList<IChange> alongside, CancellationToken cancellationToken) =>
        DeleteAsync(tenant, definitionId, null, alongside, cancellationToken);

    /// <inheritdoc cref="DeleteAsync(TenantId, string, IReadOnlyList{IChange}, CancellationToken)"/>
    /// <exception cref="DefinitionException">Citizens' journeys are under way on it.</exception>
    /// <exception cref="DefinitionChangedException">The latest version is another one than the caller believes.</exception>
    public async Task<bool> DeleteAsync(TenantId tenant, string definitionId, string? ifMatch, IReadOnlyList<IChange> alongside, CancellationToken cancellationToken)
    {
        using var _ = await EnterAsync(cancellationToken);
        if (FindOwnLatest(tenant, definitionId) is not { } latest)
        {
            return false;
        }

        RequireMatch(latest, ifMatch);
        RequireNoJourneys(tenant, definitionId, null);
        await CommitAsync(latest, [new DeleteDefinition(tenant, definitionId), .. alongside], isPublication: true);
        return true;
    }

    /// <summary>Removes one version; the newest that is left becomes the latest. False when the tenant has no such version of its own.</summary>
    /// <exception cref="DefinitionException">Citizens' journeys are under way on it.</exception>
    /// <exception cref="DefinitionChangedException">The version is another one than the caller believes.</exception>
    public async Task<bool> DeleteVersionAsync(TenantId tenant, string versionId, string? ifMatch, IReadOnlyList<IChange> alongside, CancellationToken cancellationToken)
    {
        using var _ = await EnterAsync(cancellationToken);
        if (definitions.FindVersion(versionId) is not { } version || version.Tenant != tenant)
        {
            return false;
        }

        RequireMatch(version, ifMatch);
        RequireNoJourneys(tenant, version.DefinitionId, versionId);
        await CommitAsync(version, [new DeleteDefinitionVersion(tenant, version.DefinitionId, versionId), .. alongside], isPublication: true);
        return true;
    }

    /// <summary>Makes a new draft with the content of an earlier version. Null when there is no such version.</summary>
    /// <exception cref="DefinitionChangedException">The latest version is another one than the caller believes.</exception>
    public async Task<StoredDefinition?> RevertAsync(TenantId tenant, string definitionId, int version, string? ifMatch, IReadOnlyList<IChange> alongside, CancellationToken cancellationToken)
    {
        using var _ = await EnterAsync(cancellationToken);
        var versions = definitions.Versions(tenant, definitionId);
        if (versions.FirstOrDefault(candidate => candidate.Version == version) is not { } earlier || earlier.Tenant != tenant)
        {
            return null;
        }

        RequireMatch(versions.FirstOrDefault(candidate => candidate.IsLatest), ifMatch);
        var draft = Draft(tenant, TenantDefinitions.Read(earlier), definitionId, ids.NewId(), versions[0].Version + 1, clock.GetUtcNow());
        await CommitAsync(draft, [new SaveDefinition(draft), .. alongside]);
        return draft;
    }

    /// <summary>Moves whatever uses the published version's definition to that version, whether it asked for it or not.</summary>
    /// <exception cref="KeyNotFoundException">No version of such a definition of the tenant's own is published.</exception>
    public async Task<ConsumerPlan> UpdateReferencesAsync(TenantId tenant, string definitionId, IReadOnlyList<IChange> alongside, CancellationToken cancellationToken)
    {
        using var _ = await EnterAsync(cancellationToken);
        var published = definitions.FindPublished(tenant, definitionId) is { } found && found.Tenant == tenant ? found : throw new KeyNotFoundException();
        var plan = consumers.Plan(published);
        if (plan.Changes.Count > 0)
        {
            await CommitAsync(published, [.. plan.Changes, .. alongside], isPublication: true);
            Forget(plan);
        }

        return plan;
    }

    public void Dispose() => turn.Dispose();

    private async Task<PublishedDefinition> PublishAsync(StoredDefinition draft, IReadOnlyList<IChange> before, IReadOnlyList<IChange> alongside)
    {
        var definition = TenantDefinitions.Read(draft);
        var published = draft with { IsLatest = true, IsPublished = true };
        var (triggers, pins, errors) = check.Of(published, graphs.Check(definition, draft.Tenant));
        if (errors.Count > 0)
        {
            return new PublishedDefinition(draft, AlreadyPublished: false, errors);
        }

        var plan = definition.Options is { UsableAsActivity: true, AutoUpdateConsumingWorkflows: true } ? consumers.Plan(published) : ConsumerPlan.Nothing;
        FailPoint.Hit("publish.before");
        await CommitAsync(
            published,
            [.. before, new PublishDefinition(draft.Tenant, draft.DefinitionId, draft.VersionId, triggers) { Pins = pins }, .. schedule.Begin(triggers), .. plan.Changes, .. alongside],
            isPublication: true);
        Forget(plan);
        FailPoint.Hit("publish.after");
        return new PublishedDefinition(published, AlreadyPublished: false, []) { Consumers = plan };
    }

    private (StoredDefinition Draft, IReadOnlyList<DefinitionWarning> Warnings, bool IsNew) MakeDraft(TenantId tenant, WorkflowDefinition given, StoredDefinition? latest)
    {
        var definitionId = given.DefinitionId.Length > 0 ? given.DefinitionId : ids.NewId();
        var draft = latest switch
        {
            { IsPublished: false } => Draft(tenant, given, definitionId, latest.VersionId, latest.Version, latest.CreatedAt),
            null when given.Id.Length > 0 && definitions.FindVersion(given.Id) is null => Draft(tenant, given, definitionId, given.Id, 1, clock.GetUtcNow()),
            _ => Draft(tenant, given, definitionId, ids.NewId(), (latest?.Version ?? 0) + 1, clock.GetUtcNow()),
        };
        return (draft, graphs.Check(TenantDefinitions.Read(draft), tenant).Warnings, latest is null);
    }

    private static StoredDefinition Draft(TenantId tenant, WorkflowDefinition given, string definitionId, string versionId, int version, DateTimeOffset createdAt)
    {
        var definition = given with { Id = versionId, DefinitionId = definitionId, Version = version, CreatedAt = createdAt, IsLatest = true, IsPublished = false };
        return new StoredDefinition(versionId, tenant, definitionId, version, definition.Name ?? definitionId, IsLatest: true, IsPublished: false, definition.ToJson(), createdAt);
    }

    private StoredDefinition? FindOwnLatest(TenantId tenant, string definitionId) =>
        definitionId.Length > 0 && definitions.FindLatest(tenant, definitionId) is { } found && found.Tenant == tenant ? found : null;

    private static void RequireMatch(StoredDefinition? latest, string? ifMatch)
    {
        if (ifMatch is not null && (latest is null || (ifMatch != "*" && !ifMatch.Split(',', StringSplitOptions.TrimEntries).Contains(latest.EntityTag))))
        {
            throw new DefinitionChangedException();
        }
    }

    // Workflows that nobody else depends on may be deleted while they run, as in Elsa; a citizen's request must reach its end.
    private void RequireNoJourneys(TenantId tenant, string definitionId, string? versionId)
    {
        if (definitions.HasOpenJourneys(tenant, definitionId, versionId))
        {
            throw new DefinitionException(
                "",
                "Citizens' journeys are under way on this workflow. Retract it, so that no more begin, and delete it once they have ended; retry those that stand on an incident, or delete their runs.",
                "Des parcours d'usagers sont en cours sur ce workflow. Retirez-le pour qu'il n'en commence plus, et supprimez-le quand ils seront terminés ; relancez ceux qu'un incident arrête, ou supprimez leurs exécutions.");
        }
    }

    // The commit does not follow the caller's cancellation: an abandoned connection must not leave it unknown what is in force.
    private async Task CommitAsync(StoredDefinition about, IReadOnlyList<IChange> changes, bool isPublication = false)
    {
        await store.CommitAsync(changes, CancellationToken.None);
        graphs.Forget(about.VersionId, about.DefinitionId);
        if (isPublication)
        {
            publications.Increment();
        }
    }

    private void Forget(ConsumerPlan plan)
    {
        foreach (var updated in plan.Updated)
        {
            graphs.Forget(updated.VersionId, updated.DefinitionId);
        }
    }

    private async Task<Turn> EnterAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        return new Turn(turn);
    }

    private readonly struct Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}

/// <summary>A definition that was saved.</summary>
internal sealed record ImportedDefinition(StoredDefinition Definition, IReadOnlyList<DefinitionWarning> Warnings, bool IsNew);

/// <summary>What came of a save or a publication.</summary>
/// <param name="Errors">Why it was refused; empty when it is in force, or only saved.</param>
internal sealed record PublishedDefinition(StoredDefinition Definition, bool AlreadyPublished, IReadOnlyList<LocalizedText> Errors)
{
    /// <summary>What is wrong with it although it loads.</summary>
    public IReadOnlyList<DefinitionWarning> Warnings { get; init; } = [];

    /// <summary>Whether it is the first version of its definition.</summary>
    public bool IsNew { get; init; }

    /// <summary>What became of the definitions that use it.</summary>
    public ConsumerPlan Consumers { get; init; } = ConsumerPlan.Nothing;
}

/// <summary>Somebody else changed the definition since the caller read it; nothing was written.</summary>
internal sealed class DefinitionChangedException() : Exception("The definition's latest version has another entity tag than If-Match says. Read it again and repeat the change.");
