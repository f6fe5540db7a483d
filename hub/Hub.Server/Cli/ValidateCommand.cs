using System.CommandLine;
using System.Globalization;
using Hub.Expressions.Domain;
using Hub.JsonSchema;
using Hub.Server.ReferenceData;

namespace Hub.Server.Cli;

/// <summary><c>hub validate</c>: documents against a schema, from files or from the hub's own schemas; nothing is fetched.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        var schema = new Option<string>("--schema")
        {
            Description = "A schema file, a schema's identifier such as identity.pivot (the latest version) or urn:hub:schema:identity:pivot:1.0.0",
            Required = true,
        };
        var dialect = new Option<string>("--dialect") { Description = "The dialect of a schema that names none, as a URI", DefaultValueFactory = _ => SchemaDialects.Draft202012 };
        var formats = new Option<bool>("--assert-formats") { Description = "Let 'format' refuse values, as the hub does with citizen requests" };
        var files = new Argument<string[]>("FILE") { Description = "Documents; - for the standard input", Arity = ArgumentArity.OneOrMore };
        var json = CommandSettings.JsonOption();
        var command = new Command("validate", "Validate JSON documents against a schema. Exit codes: 0 all valid; 1 at least one invalid; 2 schema or file unusable.") { schema, dialect, formats, files, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = ReferenceFormats.Options with { DefaultDialect = parsed.GetRequiredValue(dialect), AssertFormats = parsed.GetValue(formats) };
            if (options.AssertFormats && !File.Exists(CommuneTable.Place))
            {
                await parsed.RemarkAsync($"warning: the table of communes is not at {CommuneTable.Place}: the format '{ReferenceFormats.CommuneFormat}' asks for the shape of a code only.");
            }

            var validator = await CompileAsync(parsed, parsed.GetRequiredValue(schema), options, cancellationToken);
            var results = new List<(string File, ValidationResult Result)>();
            foreach (var file in parsed.GetRequiredValue(files))
            {
                results.Add((file, validator.Validate(await ReadAsync(file, cancellationToken))));
            }

            await (parsed.GetValue(json) ? WriteJsonAsync(parsed, results) : WriteTextAsync(parsed, results));
            return results.TrueForAll(each => each.Result.IsValid) ? ExitCodes.Done : ExitCodes.Negative;
        });
        return command;
    }

    private static async Task<JsonSchemaValidator> CompileAsync(ParseResult parsed, string name, SchemaOptions options, CancellationToken cancellationToken)
    {
        var library = await SchemaFolder.LoadAsync(parsed.Settings().Schemas, cancellationToken);
        foreach (var (file, reason) in library.Unusable)
        {
            await parsed.RemarkAsync($"warning: {file} is left out: {reason}");
        }

        try
        {
            if (File.Exists(name))
            {
                return library.Registry.Compile(await File.ReadAllBytesAsync(name, cancellationToken), options);
            }

            var uri = name.Contains(':', StringComparison.Ordinal) ? name : library.FindLatest(name);
            return uri is null || !library.Registry.Contains(uri)
                ? throw new CommandRefusedException($"--schema: neither a file nor a known identifier: '{name}'. Known: {library.Names}. Give a file, one of these, or set HUB__SCHEMAS.")
                : library.Registry.Compile(uri, options);
        }
        catch (SchemaException error)
        {
            throw new CommandRefusedException($"--schema: '{name}' cannot be used: at '{error.Pointer}' of '{error.SchemaUri}': {Text(error.Reason)}");
        }
    }

    private static async Task<byte[]> ReadAsync(string file, CancellationToken cancellationToken)
    {
        if (file == "-")
        {
            await using var input = Console.OpenStandardInput();
            using var buffer = new MemoryStream();
            await input.CopyToAsync(buffer, cancellationToken);
            return buffer.ToArray();
        }

        return File.Exists(file)
            ? await File.ReadAllBytesAsync(file, cancellationToken)
            : throw new CommandRefusedException($"there is no file {Path.GetFullPath(file)}.");
    }

    private static async Task WriteTextAsync(ParseResult parsed, IEnumerable<(string File, ValidationResult Result)> results)
    {
        foreach (var (file, result) in results)
        {
            await parsed.WriteAsync($"{file}: {(result.IsValid ? "valid" : "INVALID")}");
            foreach (var error in result.Errors)
            {
                await parsed.WriteAsync($"  {(error.InstanceLocation.Length == 0 ? "(root)" : error.InstanceLocation)}: {Text(error.Message)} [{error.KeywordLocation}]");
            }

            if (result.Truncated)
            {
                await parsed.WriteAsync("  … and more.");
            }
        }
    }

    private static Task WriteJsonAsync(ParseResult parsed, IEnumerable<(string File, ValidationResult Result)> results) =>
        parsed.WriteJsonAsync(results.Select(each => new
        {
            each.File,
            Valid = each.Result.IsValid,
            Errors = each.Result.Errors.Select(error => new { error.InstanceLocation, error.KeywordLocation, Error = error.Message }),
            each.Result.Truncated,
        }));

    private static string Text(BilingualText text) => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "fr" ? text.Fr : text.En;
}
