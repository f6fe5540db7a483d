using System.CommandLine;
using System.Text;
using Hub.Server.Workflows;
using Hub.Workflows.Files;

namespace Hub.Server.Cli.Workflows;

/// <summary><c>hub workflow export</c>: the store's workflows as files that stay the same as long as the workflows do.</summary>
internal static class WorkflowExport
{
    private const int LongestName = 100;

    public static Command Create()
    {
        var ids = new Argument<string[]>("ID") { Description = "The definitions' ids; all that the local authority sees, if absent", Arity = ArgumentArity.ZeroOrMore };
        var to = new Option<string>("--to") { Description = "The folder to write to, made if it is not there: ID/workflow.json and ID/workflow.layout.json", DefaultValueFactory = _ => "." };
        var version = new Option<string>("--version") { Description = "Which version: a number, Latest, Published or Draft", DefaultValueFactory = _ => "Latest" };
        var withLayout = new Option<bool>("--with-layout") { Description = "Write the layout into workflow.json too, for Elsa's Studio, instead of a file of its own" };
        var tenant = WorkflowSources.TenantOption();
        var json = CommandSettings.JsonOption();
        var command = new Command("export", $"Write definitions of the store to files; a running hub is not disturbed. {ExitCodes.Help}") { ids, to, version, withLayout, tenant, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var seenBy = WorkflowSources.TenantOf(parsed, tenant);
            using var sources = new WorkflowSources(parsed, seenBy);
            var wanted = VersionOptions.Parse(parsed.GetRequiredValue(version), VersionOptions.Latest)
                ?? throw new CommandRefusedException($"--version: '{parsed.GetValue(version)}' is no version. Give a number, Latest, Published or Draft.");
            var found = Find(sources.Definitions, seenBy, parsed.GetValue(ids) ?? [], wanted);
            var written = new List<ExportedFile>();
            foreach (var definition in found)
            {
                written.Add(await WriteAsync(definition, parsed.GetRequiredValue(to), parsed.GetValue(withLayout), cancellationToken));
            }

            await TellAsync(parsed, written, parsed.GetValue(json));
            return ExitCodes.Done;
        });
        return command;
    }

    private static List<StoredDefinition> Find(IDefinitionStore definitions, TenantId tenant, string[] ids, VersionOptions version)
    {
        if (ids.Length == 0)
        {
            // A set of versions may hold several of one definition: the newest of them is meant.
            var all = definitions.List(tenant, version).DistinctBy(definition => definition.DefinitionId).OrderBy(definition => definition.DefinitionId, StringComparer.Ordinal).ToList();
            return all.Count > 0 ? all : throw new CommandRefusedException($"{tenant.Value} sees no workflow of such a version in the store.", ExitCodes.Negative);
        }

        return [.. ids.Distinct(StringComparer.Ordinal).Select(id => definitions.Find(tenant, id, version) ?? throw new CommandRefusedException(
            $"the store has no workflow '{id}' of such a version that {tenant.Value} sees. Without an id, 'hub workflow export' writes all that there are.", ExitCodes.Negative))];
    }

    private static async Task<ExportedFile> WriteAsync(StoredDefinition stored, string to, bool withLayout, CancellationToken cancellationToken)
    {
        var definition = WorkflowSources.Of(stored);
        var file = Path.Combine(to, NameOf(stored.DefinitionId), WorkflowFolder.FileName);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!); // it has one: made just above
            var isChanged = await WriteIfOtherAsync(file, WorkflowFile.Write(definition, withLayout), cancellationToken);
            isChanged |= await WriteIfOtherAsync(WorkflowFolder.LayoutOf(file), withLayout ? [] : LayoutFile.Write(definition), cancellationToken);
            return new ExportedFile(stored.DefinitionId, stored.Version, file, isChanged);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandRefusedException($"{file} cannot be written: {error.Message} Name a folder with --to that this user may write to.");
        }
    }

    // Untouched where nothing differs: tools that look at times see no change either. Nothing to write removes what an earlier export left.
    private static async Task<bool> WriteIfOtherAsync(string file, byte[] content, CancellationToken cancellationToken)
    {
        if (content.Length == 0)
        {
            var wasThere = File.Exists(file);
            File.Delete(file);
            return wasThere;
        }

        if (File.Exists(file) && (await File.ReadAllBytesAsync(file, cancellationToken)).AsSpan().SequenceEqual(content))
        {
            return false;
        }

        // Aside first, so that an interrupted export leaves no half file.
        var aside = file + ".part";
        await File.WriteAllBytesAsync(aside, content, cancellationToken);
        File.Move(aside, file, overwrite: true);
        return true;
    }

    private static Task TellAsync(ParseResult parsed, List<ExportedFile> written, bool json) => json
        ? parsed.WriteJsonAsync(written.Select(file => new { file.DefinitionId, file.Version, File = Path.GetFullPath(file.File), Changed = file.IsChanged }))
        : parsed.WriteAsync(string.Join(Environment.NewLine, written.Select(file => $"{file.File}: {file.DefinitionId} version {file.Version}{(file.IsChanged ? "" : ", as it was")}")));

    // Ids come from outside: a name that no file system takes for anything else, and still another one for every id.
    private static string NameOf(string definitionId)
    {
        var name = new StringBuilder();
        foreach (var part in Encoding.UTF8.GetBytes(definitionId))
        {
            var isPlain = char.IsAsciiLetterOrDigit((char)part) || part is (byte)'-' or (byte)'_' || (part == '.' && name.Length > 0);
            name.Append(isPlain ? ((char)part).ToString() : $"%{part:X2}");
        }

        return name.Length switch
        {
            0 => "%",
            > LongestName => $"{name.ToString(0, LongestName)}%{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(definitionId)).AsSpan(0, 8))}",
            _ => name.ToString(),
        };
    }

    private sealed record ExportedFile(string DefinitionId, int Version, string File, bool IsChanged);
}
