using System.Runtime.CompilerServices;
using System.Text.Json;
using Hub.JsonSchema;
using Hub.Server.Cli.Workflows;
using Hub.Server.Connectors;
using Hub.Server.Schemas;
using Hub.Server.Workflows;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Server.Cli.Doctor;

/// <summary>Whether the schemas, the connectors' manifests and the procedures of the folders load as the hub would load them at start.</summary>
internal static class ContentCheck
{
    private static readonly LocalizedText LeftOut = new(
        "Le hub démarre sans lui : ce qui en dépend est refusé.",
        "The hub starts without it: what depends on it is refused.");

    private static readonly LocalizedText MendFile = new("Corrigez le fichier, ou retirez-le du dossier.", "Mend the file, or take it out of the folder.");

    public static async IAsyncEnumerable<Finding> ExamineSchemasAsync(string? folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (folder is null)
        {
            yield return Nothing("schemas", "HUB__SCHEMAS", "schéma", "schema");
            yield break;
        }

        var library = await SchemaFolder.LoadAsync(folder, cancellationToken);
        var unusable = library.Unusable.Concat(library.Usable.Select(schema => (schema.File, Reason: MistakeOf(library.Registry, schema.Uri))).Where(schema => schema.Reason.Length > 0)).ToList();
        foreach (var (file, reason) in unusable)
        {
            yield return Unusable("schemas", file, reason);
        }

        yield return Counted("schemas", library.Usable.Count + library.Unusable.Count - unusable.Count, folder, "schéma(s) utilisables", "usable schema(s)");
    }

    public static async IAsyncEnumerable<Finding> ExamineConnectorsAsync(HubOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (options.Connectors is not { } folder)
        {
            yield return Nothing("connectors", "HUB__CONNECTORS", "manifeste", "manifest");
            yield break;
        }

        if (!Directory.Exists(folder))
        {
            yield break; // a mistake of the settings, told there
        }

        using var schemas = new SchemaCatalog(new NoStoredSchemas(), TimeProvider.System, NullLogger<SchemaCatalog>.Instance);
        schemas.Load(options.Schemas);
        var manifestSchema = Path.Combine(folder, "protocol", "connector.schema.json");
        if (File.Exists(manifestSchema))
        {
            schemas.AddInline(ManifestReader.SchemaUrn, JsonElement.Parse(await File.ReadAllBytesAsync(manifestSchema, cancellationToken)));
        }

        var reader = new ManifestReader(schemas);
        var usable = 0;
        foreach (var file in Directory.EnumerateDirectories(folder).Select(sub => Path.Combine(sub, "connector.yaml")).Where(File.Exists).Order(StringComparer.Ordinal))
        {
            Finding? wrong = null;
            try
            {
                _ = reader.Read(await File.ReadAllBytesAsync(file, cancellationToken), Path.GetFileName(Path.GetDirectoryName(file)) ?? file);
                usable++;
            }
            catch (ManifestException error)
            {
                wrong = Unusable("connectors", file, error.Message);
            }

            if (wrong is not null)
            {
                yield return wrong;
            }
        }

        yield return Counted("connectors", usable, folder, "manifeste(s) utilisables", "usable manifest(s)");
    }

    public static async IAsyncEnumerable<Finding> ExamineProceduresAsync(HubOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (options.Procedures is not { } folder)
        {
            yield return Nothing("procedures", "HUB__PROCEDURES", "démarche", "procedure");
            yield break;
        }

        if (!Directory.Exists(folder))
        {
            yield break;
        }

        var checkedFiles = await WorkflowLint.CheckAsync(options, WorkflowFolder.Files(folder), cancellationToken);
        foreach (var file in checkedFiles.Where(file => !file.CanBePublished))
        {
            yield return Unusable("procedures", file.File, string.Join(" ", file.Remarks.Where(remark => remark.IsError).Select(remark => $"{remark.Text.En} ({(remark.Place.Length == 0 ? "/" : remark.Place)})")));
        }

        var usable = checkedFiles.Count(file => file.CanBePublished);
        yield return Counted("procedures", usable, folder, "démarche(s) utilisables", "usable procedure(s)");
    }

    private static string MistakeOf(SchemaRegistry registry, string uri)
    {
        try
        {
            _ = registry.Compile(uri);
            return "";
        }
        catch (SchemaException error)
        {
            return $"at '{error.Pointer}': {error.Reason.En}";
        }
    }

    private static Finding Nothing(string check, string setting, string fr, string en) => new(
        check,
        Verdict.Note,
        new($"Aucun dossier de {fr} : {setting} est vide, ou aucun dossier n'accompagne ce programme.", $"No {en} folder: {setting} is empty, or none lies beside this program."),
        new("Le hub ne connaît alors que ce que sa base contient déjà.", "The hub then knows only what its store holds already."),
        new($"Si ce n'est pas voulu, donnez le dossier par {setting}.", $"If that is not meant, name the folder with {setting}."));

    private static Finding Unusable(string check, string file, string reason) =>
        new(check, Verdict.Warning, new($"{file} est inutilisable : {reason}", $"{file} cannot be used: {reason}"), LeftOut, MendFile);

    private static Finding Counted(string check, int count, string folder, string fr, string en) =>
        Finding.Ok(check, $"{count} {fr} dans {folder}.", $"{count} {en} in {folder}.");

    /// <summary>What the store of a running hub adds does not matter for whether the files are good.</summary>
    private sealed class NoStoredSchemas : ISchemaStore
    {
        public IReadOnlyList<SchemaVersion> List() => [];

        public Task SaveAsync(IReadOnlyList<SchemaVersion> schemas, DateTimeOffset at, IReadOnlyList<IChange> alongside, CancellationToken cancellationToken) =>
            throw new NotSupportedException("The doctor changes nothing.");
    }
}
