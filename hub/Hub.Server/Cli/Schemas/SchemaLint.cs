using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hub.JsonSchema;

namespace Hub.Server.Cli.Schemas;

/// <summary><c>hub schema lint</c>: the house rules of <c>schemas/README.md</c>, each told with its place and its mend.</summary>
internal static class SchemaLint
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE|FOLDER") { Description = "Schema files, or folders whose files named schema.json are checked; absent means the hub's own schemas", Arity = ArgumentArity.ZeroOrMore };
        var strict = new Option<bool>("--strict") { Description = "Print advice too, and let it count as an error" };
        var json = CommandSettings.JsonOption();
        var command = new Command(
            "lint", "Check schemas and their examples against the house rules. Exit codes: 0 nothing wrong (advice may be given); 1 at least one error; 2 a file is missing.") { files, strict, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var named = parsed.GetValue(files) is { Length: > 0 } given ? given : [parsed.Settings().Schemas ?? throw new CommandRefusedException("there is nothing to check: name files or folders, or set HUB__SCHEMAS.")];
            var schemas = named.SelectMany(Files).Select(Path.GetFullPath).Distinct().ToList();
            var registry = await RegistryAsync(parsed, schemas, cancellationToken);
            var remarks = new List<SchemaRemark>();
            foreach (var file in schemas)
            {
                remarks.AddRange(await CheckAsync(registry, file, cancellationToken));
            }

            var wrong = remarks.Exists(remark => remark.IsError || parsed.GetValue(strict));
            if (parsed.GetValue(json))
            {
                await parsed.WriteJsonAsync(new { Schemas = schemas.Count, Remarks = remarks.Select(remark => new { remark.File, remark.Pointer, remark.Rule, Severity = Severity(remark), remark.Message }) });
                return wrong ? ExitCodes.Negative : ExitCodes.Done;
            }

            foreach (var remark in remarks.Where(remark => remark.IsError || parsed.GetValue(strict)))
            {
                await parsed.WriteAsync($"{Path.GetRelativePath(".", remark.File)}#{remark.Pointer}: {Severity(remark)} {remark.Rule}: {SchemaSources.Text(remark.Message)}");
            }

            await parsed.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{schemas.Count} schemas, {remarks.Count(remark => remark.IsError)} errors, {remarks.Count(remark => !remark.IsError)} pieces of advice (--strict)"));
            return wrong ? ExitCodes.Negative : ExitCodes.Done;
        });
        return command;
    }

    private static string Severity(SchemaRemark remark) => remark.IsError ? "error" : "advice";

    private static IEnumerable<string> Files(string named) =>
        File.Exists(named) ? [named]
        : !Directory.Exists(named) ? throw new CommandRefusedException($"there is neither a file nor a folder {Path.GetFullPath(named)}.")
        : Directory.EnumerateFiles(named, "schema.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } found ? found
        : throw new CommandRefusedException($"no file below {Path.GetFullPath(named)} is named schema.json. Name the files, or put them at <domain>/<name>/v<major>/schema.json.");

    /// <summary>The hub's schemas and the ones that are checked, so that they can refer to one another.</summary>
    private static async Task<SchemaRegistry> RegistryAsync(ParseResult parsed, IEnumerable<string> files, CancellationToken cancellationToken)
    {
        var registry = (await SchemaFolder.LoadAsync(parsed.Settings().Schemas, cancellationToken)).Registry;
        foreach (var file in files)
        {
            try
            {
                var content = await File.ReadAllBytesAsync(file, cancellationToken);
                if (SchemaSources.IdOf(JsonElement.Parse(content)) is { } id && !registry.Contains(id))
                {
                    registry.Add(id, content);
                }
            }
            catch (Exception error) when (error is JsonException or SchemaException)
            {
                // Told when that file is checked itself.
                continue;
            }
        }

        return registry;
    }

    private static async Task<IReadOnlyList<SchemaRemark>> CheckAsync(SchemaRegistry registry, string file, CancellationToken cancellationToken)
    {
        JsonElement schema;
        try
        {
            schema = JsonElement.Parse(await File.ReadAllBytesAsync(file, cancellationToken));
        }
        catch (JsonException error)
        {
            return [SchemaRemark.Error(file, "", "json", $"Ce n'est pas du JSON : la lecture s'arrête ligne {error.LineNumber + 1}. Corrigez le fichier.", $"This is not JSON: reading stops at line {error.LineNumber + 1}. Mend the file.")];
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            return [SchemaRemark.Error(file, "", "object", "Un schéma partagé est un objet JSON. Écrivez-le comme les autres.", "A shared schema is a JSON object. Write it as the others.")];
        }

        var remarks = new List<SchemaRemark>([.. SchemaHeadRules.Check(file, schema), .. new SchemaMemberRules(file, schema).Check()]);
        try
        {
            remarks.AddRange(await SchemaExampleRules.CheckAsync(file, registry.Compile(schema, SchemaSources.Options), cancellationToken));
        }
        catch (SchemaException error)
        {
            remarks.Insert(0, SchemaRemark.Error(file, error.Pointer, "schema", error.Reason.Fr, error.Reason.En));
        }

        return remarks;
    }
}
