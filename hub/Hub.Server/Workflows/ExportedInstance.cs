using System.Text.Json;
using Hub.Workflows;
using Hub.Workflows.Runtime;

namespace Hub.Server.Workflows;

/// <summary>An instance with all that it did, as this hub gives it away and takes it back: nothing is lost, and it goes on where it was.</summary>
/// <param name="Row">Its row, with the state.</param>
/// <param name="Bursts">What it did, oldest first.</param>
internal sealed record ExportedInstance(StoredInstance Row, IReadOnlyList<StoredBurst> Bursts)
{
    private const int FormatVersion = 1;
    private const int LongestId = 200;

    /// <summary>Why an instance is not taken in a second time.</summary>
    public static LocalizedText Taken { get; } = new(
        "cette exécution, ou l'une de ses attentes, est déjà ici ; supprimez-la d'abord",
        "this run, or one of its waits, is here already; delete it first");

    /// <summary>What it waits for, where it has not ended.</summary>
    public IEnumerable<Bookmark> Bookmarks => Row.Status == nameof(WorkflowStatus.Running) ? WorkflowInstance.Deserialize(Row.State).Bookmarks : [];

    /// <summary>Writes it as one JSON object.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("format", FormatVersion);
        writer.WriteString("status", Row.Status);
        writer.WriteString("subStatus", Row.SubStatus);
        writer.WriteString("journeyId", Row.JourneyId?.Value);
        writer.WriteString("createdAt", Row.CreatedAt);
        writer.WriteString("updatedAt", Row.UpdatedAt);
        writer.WritePropertyName("state");
        JsonValues.Parse(Row.State.Span).WriteTo(writer);
        writer.WriteStartArray("bursts");
        foreach (var burst in Bursts)
        {
            writer.WriteStartObject();
            writer.WriteString("at", burst.At);
            writer.WritePropertyName("records");
            JsonValues.Parse(burst.Records.Span).WriteTo(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write"/> wrote, for a local authority that takes it; checks that it can go on here.</summary>
    /// <exception cref="InstanceImportException">It cannot.</exception>
    public static ExportedInstance Read(JsonElement json, TenantId tenant, IWorkflowStore store, IDefinitionStore definitions, GraphCache graphs)
    {
        try
        {
            return json.GetProperty("format").GetInt32() == FormatVersion
                ? Check(json, tenant, store, definitions, graphs)
                : throw new InstanceImportException(new("le fichier vient d'une version plus récente du hub", "the file comes from a newer version of the hub"));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            throw new InstanceImportException(new("l'état de l'exécution est endommagé", "the state of the run is damaged"), error);
        }
    }

    private static ExportedInstance Check(JsonElement json, TenantId tenant, IWorkflowStore store, IDefinitionStore definitions, GraphCache graphs)
    {
        var state = JsonValues.Write(json.GetProperty("state"), static (writer, value) => value.WriteTo(writer));
        var bytes = System.Text.Encoding.UTF8.GetBytes(state.GetRawText());
        var instance = WorkflowInstance.Deserialize(bytes);
        var versionId = instance.DefinitionVersionId;
        if (instance.Id.Length is 0 or > LongestId || definitions.FindVersion(versionId) is not { } version || (version.Tenant != tenant && version.Tenant != TenantIds.Shared) || version.DefinitionId != instance.DefinitionId)
        {
            throw new InstanceImportException(new(
                $"la version {versionId} de sa définition n'est pas ici ; importez-la d'abord",
                $"version {versionId} of its definition is not here; import that first"));
        }

        instance.Bind(graphs.Get(versionId));
        var bookmarkIds = instance.Bookmarks.Select(bookmark => bookmark.Id).ToHashSet(StringComparer.Ordinal);
        if (store.FindInstance(instance.Id) is not null || bookmarkIds.Count < instance.Bookmarks.Count || bookmarkIds.Any(id => store.FindBookmark(id) is not null))
        {
            throw new InstanceImportException(Taken);
        }

        if (instance.Bookmarks.Any(bookmark => bookmark.EffectId is not null))
        {
            throw new InstanceImportException(new(
                "un appel extérieur était en cours lors de l'export ; son issue est inconnue. Exportez de nouveau une fois l'appel terminé",
                "an outside call was under way when it was exported; its outcome is unknown. Export it again once the call is done"));
        }

        var records = json.GetProperty("bursts").EnumerateArray().ToArray();

        // Behind these the instance goes on counting from 1, as one that was saved for the first time.
        StoredBurst[] bursts = [.. records.Select((burst, place) => new StoredBurst(
            place + 1 - records.Length,
            burst.GetProperty("at").GetDateTimeOffset(),
            System.Text.Encoding.UTF8.GetBytes(burst.GetProperty("records").GetRawText())))];
        foreach (var burst in bursts)
        {
            _ = BurstDocument.Read(instance.Id, burst.Records);
        }

        // The row of one that was cancelled when its definition was gone knows more than its state; else both say the same.
        var subStatus = json.GetProperty("subStatus").GetString() ?? "";
        if (!Enum.IsDefined(instance.SubStatus) || (subStatus != instance.SubStatus.ToString() && subStatus != nameof(WorkflowSubStatus.Cancelled)))
        {
            throw new FormatException("The status of the run and its state contradict one another.");
        }

        var hasEnded = InstanceStates.Finished.Contains(subStatus);
        var journeyId = json.TryGetProperty("journeyId", out var journey) ? journey.GetString() : null;
        var row = new StoredInstance
        {
            Id = instance.Id,
            Tenant = tenant,
            Partition = journeyId ?? instance.Id,
            JourneyId = journeyId is null ? null : new JourneyId(journeyId),
            ParentId = instance.ParentInstanceId,
            DefinitionId = instance.DefinitionId,
            VersionId = versionId,
            Version = instance.Version,
            CorrelationId = instance.CorrelationId,
            Name = instance.Name,
            Status = (hasEnded ? WorkflowStatus.Finished : WorkflowStatus.Running).ToString(),
            SubStatus = subStatus,
            Incidents = instance.Incidents.Count,
            Revision = 1,
            CreatedAt = json.GetProperty("createdAt").GetDateTimeOffset(),
            UpdatedAt = json.GetProperty("updatedAt").GetDateTimeOffset(),
            FinishedAt = hasEnded ? instance.FinishedAt ?? json.GetProperty("updatedAt").GetDateTimeOffset() : null,
            State = bytes,
        };
        return new ExportedInstance(row, bursts);
    }
}

/// <summary>An exported instance cannot be taken back here.</summary>
internal sealed class InstanceImportException(LocalizedText text, Exception? cause = null) : Exception(text.En, cause)
{
    public LocalizedText Text { get; } = text;
}
