using System.CommandLine;
using System.Text;
using Hub.Server.Cli.Schemas.Catalogue;

namespace Hub.Server.Cli.Schemas;

/// <summary><c>hub schema catalogue</c>: the shared schemas as pages that anybody can read and any web server can serve, in French and English.</summary>
internal static class SchemaCatalogueCommand
{
    public static Command Create()
    {
        var output = new Argument<string>("OUTPUT-FOLDER") { Description = "Where the pages go; made if it is not there. Pages of an earlier run are replaced, other files stay" };
        var command = new Command("catalogue", $"Write the shared schemas as static pages: members, rules, examples, in French and English. Exit codes: {ExitCodes.Done} written; {ExitCodes.Negative} written, but a schema file was left out; {ExitCodes.Unusable} could not be carried out.") { output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var schemas = parsed.Settings().Schemas;
            if (schemas is null || !Directory.Exists(schemas))
            {
                throw new CommandRefusedException("there is no folder of schemas: HUB__SCHEMAS is empty, or none lies beside this program. Name one with HUB__SCHEMAS.");
            }

            var unusable = new List<(string File, string Reason)>();
            var all = CatalogueSchema.ReadFolder(schemas, unusable);
            foreach (var (file, reason) in unusable)
            {
                await parsed.RemarkAsync($"warning: {file} is left out: {reason}");
            }

            var folder = Path.GetFullPath(parsed.GetRequiredValue(output));
            var pages = await WriteAsync(all, folder, cancellationToken);
            await parsed.WriteAsync($"{pages} pages of {all.Count} schemas in {folder}; begin with index.html.");
            return unusable.Count == 0 ? ExitCodes.Done : ExitCodes.Negative;
        });
        return command;
    }

    private static async Task<int> WriteAsync(IReadOnlyList<CatalogueSchema> all, string folder, CancellationToken cancellationToken)
    {
        var pages = 0;
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var words in new[] { new CatalogueWords(isFrench: true), new CatalogueWords(isFrench: false) })
            {
                await WriteAsync(words.Index, IndexPage.Write(all, words));
                foreach (var schema in all)
                {
                    await WriteAsync(schema.Page(words.IsFrench), SchemaPage.Write(schema, all, words));
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandRefusedException($"the pages cannot be written to {folder}: {error.Message} Name a folder that this user may write to.");
        }

        return pages;

        async Task WriteAsync(string name, string html)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), html, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken);
            pages++;
        }
    }
}
