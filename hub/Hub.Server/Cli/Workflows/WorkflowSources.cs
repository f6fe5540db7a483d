using System.CommandLine;
using System.Globalization;
using Hub.Server.Storage.Sqlite;
using Hub.Server.Workflows;
using Hub.Workflows.Definitions;

namespace Hub.Server.Cli.Workflows;

/// <summary>Where the commands find workflows: in files, in folders, and in the store, which a running hub may use meanwhile.</summary>
internal sealed class WorkflowSources(ParseResult parsed, TenantId tenant) : IDisposable
{
    public const string Place = "A workflow file, a folder with a workflow.json, or a workflow of the store as ID or ID@VERSION (a number, Latest, Published or Draft; Latest, if absent)";

    private LocalStore? store;

    public static Option<string?> TenantOption() => new("--tenant") { Description = "The SIREN as which the store is seen, or * for what all local authorities share; the setting HUB__TENANT, if absent" };

    /// <summary>The tenant that the command line names, or the setting's.</summary>
    public static TenantId TenantOf(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is { Length: > 0 } named ? new TenantId(named) : parsed.Settings().Tenant;

    /// <summary>The language in which people read changes: that of the environment.</summary>
    public static string Language => CultureInfo.CurrentUICulture.Name;

    /// <summary>The definitions of the store.</summary>
    /// <exception cref="CommandRefusedException">There is no store.</exception>
    public IDefinitionStore Definitions => new SqliteDefinitions((store ??= LocalStore.OpenExisting(parsed.Settings())).Database);

    /// <summary>One workflow, wherever it is.</summary>
    /// <param name="argument">What the command calls it, for mistakes.</param>
    /// <param name="place">Where it is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CommandRefusedException">There is none, or it cannot be read.</exception>
    public async Task<WorkflowSource> ReadAsync(string argument, string place, CancellationToken cancellationToken)
    {
        var file = File.Exists(place) ? place : Path.Combine(place, WorkflowFolder.FileName);
        if (File.Exists(file))
        {
            return new WorkflowSource(file, await ReadFileAsync(argument, file, cancellationToken));
        }

        var at = place.LastIndexOf('@');
        var (id, version) = at > 0 ? (place[..at], place[(at + 1)..]) : (place, "");
        var wanted = VersionOptions.Parse(version, VersionOptions.Latest)
            ?? throw new CommandRefusedException($"{argument}: '{version}' is no version. After @, give a number, Latest, Published or Draft.");
        return Definitions.Find(tenant, id, wanted) is { } found
            ? new WorkflowSource($"{id}@{found.Version}", Of(found))
            : throw new CommandRefusedException($"{argument}: '{place}' is neither a file, nor a folder with a {WorkflowFolder.FileName}, nor a workflow that {tenant.Value} sees in the store. {Known()}");
    }

    /// <summary>Reads a file with its layout.</summary>
    /// <exception cref="CommandRefusedException">It cannot be read.</exception>
    public static async Task<WorkflowDefinition> ReadFileAsync(string argument, string file, CancellationToken cancellationToken)
    {
        try
        {
            return await WorkflowFolder.ReadAsync(file, cancellationToken);
        }
        catch (DefinitionException error)
        {
            throw new CommandRefusedException($"{argument}: {file} is no workflow: {error.Message} Mend it there; 'hub workflow lint' checks it again.");
        }
    }

    /// <summary>A stored version with its identity.</summary>
    public static WorkflowDefinition Of(StoredDefinition stored) => WorkflowDefinition.Parse(stored.Json) with { DefinitionId = stored.DefinitionId, Version = stored.Version };

    /// <summary>The files that the arguments name: files as they are, of folders every workflow in them.</summary>
    /// <exception cref="CommandRefusedException">One is not there, or a folder holds none.</exception>
    public static IReadOnlyList<string> Files(IEnumerable<string> places)
    {
        var files = new List<string>();
        foreach (var place in places)
        {
            if (File.Exists(place))
            {
                files.Add(place);
            }
            else if (Directory.Exists(place))
            {
                IReadOnlyList<string> found = File.Exists(Path.Combine(place, WorkflowFolder.FileName)) ? [Path.Combine(place, WorkflowFolder.FileName)] : WorkflowFolder.Files(place);
                files.AddRange(found.Count > 0 ? found : throw new CommandRefusedException(
                    $"there is no workflow in {Path.GetFullPath(place)}: it has neither files such as NAME.json nor folders such as NAME/{WorkflowFolder.FileName}."));
            }
            else
            {
                throw new CommandRefusedException($"there is no file and no folder {Path.GetFullPath(place)}.");
            }
        }

        return files;
    }

    public void Dispose() => store?.Dispose();

    private string Known()
    {
        var ids = Definitions.List(tenant, VersionOptions.Latest).Select(definition => definition.DefinitionId).ToList();
        return ids.Count == 0 ? "The store has none." : $"It has {string.Join(", ", ids.Take(10))}{(ids.Count > 10 ? " …" : "")}.";
    }
}

/// <summary>A workflow and where it came from.</summary>
internal sealed record WorkflowSource(string Name, WorkflowDefinition Definition);
