using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hub.JsonSchema;
using Hub.Server.ReferenceData;

namespace Hub.Server.Cli.Schemas;

/// <summary>A schema that was named on the command line.</summary>
/// <param name="Argument">By which argument.</param>
/// <param name="Name">As it was named.</param>
/// <param name="Id">Its <c>$id</c>; null when it has none.</param>
internal sealed record SchemaSource(string Argument, string Name, string? Id, JsonElement Schema);

/// <summary>Where the schemas of a command line come from: files, and the folder of shared schemas that they may refer to.</summary>
internal sealed class SchemaSources
{
    private readonly SchemaFolder folder;

    private SchemaSources(SchemaFolder folder) => this.folder = folder;

    /// <summary>How the hub compiles schemas: formats asserted, those of French administration among them.</summary>
    public static SchemaOptions Options => ReferenceFormats.Options;

    public SchemaRegistry Registry => folder.Registry;

    public static async Task<SchemaSources> OpenAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var folder = await SchemaFolder.LoadAsync(parsed.Settings().Schemas, cancellationToken);
        foreach (var (file, reason) in folder.Unusable)
        {
            await parsed.RemarkAsync($"warning: {file} is left out: {reason}");
        }

        return new SchemaSources(folder);
    }

    /// <summary>Reads a file, or the file of an identifier.</summary>
    /// <exception cref="CommandRefusedException">There is none, or it is not JSON.</exception>
    public async Task<SchemaSource> ReadAsync(string argument, string name, CancellationToken cancellationToken)
    {
        var file = File.Exists(name) ? name : FileOf(name) ?? throw new CommandRefusedException(
            $"{argument}: neither a file nor a known identifier: '{name}'. Known: {folder.Names}. Give a file, one of these (with @1.0.0 for a version), or set HUB__SCHEMAS.");
        try
        {
            var schema = JsonElement.Parse(await File.ReadAllBytesAsync(file, cancellationToken));
            return new SchemaSource(argument, name, IdOf(schema), schema);
        }
        catch (JsonException error)
        {
            throw new CommandRefusedException(string.Create(CultureInfo.InvariantCulture, $"{argument}: '{name}' is not JSON: reading stops at line {error.LineNumber + 1}. Mend the file."));
        }
    }

    public static string? IdOf(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("$id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;

    public static string Text(BilingualText text) => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "fr" ? text.Fr : text.En;

    private string? FileOf(string name)
    {
        var uri = name.Contains(':', StringComparison.Ordinal) ? name
            : name.Split('@') is [var id, var version] ? $"urn:hub:schema:{id.Replace('.', ':')}:{version}"
            : folder.FindLatest(name);
        return folder.Usable.FirstOrDefault(each => each.Uri == uri).File;
    }
}
