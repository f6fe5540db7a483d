using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Hub.JsonSchema;

namespace Hub.Server.Cli;

/// <summary>
/// One conversation of Bowtie's input-output protocol, version 1 (<c>tag:bowtie.report,2023:ihop</c>): <c>start</c>, then <c>dialect</c> and
/// <c>run</c> as often as wanted, then <c>stop</c>. What a case does to the validator never ends the conversation: it is answered as errored.
/// </summary>
internal sealed class BowtieSession(string homepage)
{
    // A case may try how deep a document may be; below it the whole line lies four levels deeper.
    private const int DeepestDocument = 200;
    private const int DeepestLine = 1000;

    // As their meta-schemas write them.
    private static readonly string[] Dialects =
    [
        SchemaDialects.Draft202012,
        SchemaDialects.Draft201909,
        SchemaDialects.Draft7 + "#",
        SchemaDialects.Draft6 + "#",
        SchemaDialects.Draft4 + "#",
    ];

    private bool started;
    private string dialect = SchemaDialects.Draft202012;
    private (string Text, string Dialect, SchemaRegistry Registry, SchemaException? Refusal)? latest;

    public bool IsStopped { get; private set; }

    /// <summary>The answer to a line; null when there is none to give.</summary>
    /// <exception cref="CommandRefusedException">The line is not of the protocol.</exception>
    public string? Answer(string line)
    {
        using var document = Read(line);
        var command = document.RootElement;
        var name = command.ValueKind == JsonValueKind.Object && command.TryGetProperty("cmd", out var cmd) && cmd.ValueKind == JsonValueKind.String ? cmd.GetString() : null;
        if (name is not "start" && !started)
        {
            throw new CommandRefusedException("bowtie: the first line must be {\"cmd\":\"start\",\"version\":1}. Start it through the harness: bowtie run -i …");
        }

        switch (name)
        {
            case "start":
                return Start(command);
            case "dialect":
                return SetDialect(command);
            case "run":
                return Run(command);
            case "stop":
                IsStopped = true;
                return null;
            default:
                throw new CommandRefusedException("bowtie: expected a cmd of start, dialect, run or stop, and another came. This hub speaks version 1 of the protocol.");
        }
    }

    private static JsonDocument Read(string line)
    {
        try
        {
            return JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = DeepestLine });
        }
        catch (JsonException failure)
        {
            throw new CommandRefusedException($"bowtie: expected one JSON object a line; reading stops at byte {failure.BytePositionInLine} of the line.");
        }
    }

    private string Start(JsonElement command)
    {
        if (!command.TryGetProperty("version", out var version) || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out var number) || number != 1)
        {
            throw new CommandRefusedException("bowtie: expected version 1 of the protocol, and another came. Use a harness that speaks version 1.");
        }

        started = true;
        return JsonSerializer.Serialize(new
        {
            version = 1,
            implementation = new
            {
                language = "dotnet",
                name = "hub",
                version = typeof(JsonSchemaValidator).Assembly.GetName().Version?.ToString(3) ?? "0.0.0",
                dialects = Dialects,
                homepage,
                issues = homepage,
                source = homepage,
                language_version = Environment.Version.ToString(),
                os = RuntimeInformation.RuntimeIdentifier,
                os_version = Environment.OSVersion.Version.ToString(),
            },
        });
    }

    private string SetDialect(JsonElement command)
    {
        var wanted = command.TryGetProperty("dialect", out var given) && given.ValueKind == JsonValueKind.String ? given.GetString() ?? "" : "";
        var known = Array.Exists(Dialects, each => each.TrimEnd('#') == wanted.TrimEnd('#'));
        if (known)
        {
            dialect = wanted;
        }

        return known ? """{"ok":true}""" : """{"ok":false}""";
    }

    private string Run(JsonElement command)
    {
        if (!command.TryGetProperty("seq", out var seq) || !command.TryGetProperty("case", out var testCase) || testCase.ValueKind != JsonValueKind.Object
            || !testCase.TryGetProperty("schema", out var schema) || !testCase.TryGetProperty("tests", out var tests) || tests.ValueKind != JsonValueKind.Array)
        {
            throw new CommandRefusedException("bowtie: expected run with seq and a case of schema and tests, and something else came.");
        }

        var annotations = command.TryGetProperty("output", out var output) && output.ValueKind == JsonValueKind.String && output.ValueEquals("annotations");
        return Write(writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("seq");
            seq.WriteTo(writer);
            if (Compile(testCase, schema, annotations, out var validator) is { } failure)
            {
                WriteErrored(writer, failure);
            }
            else
            {
                writer.WriteStartArray("results");
                foreach (var test in tests.EnumerateArray())
                {
                    WriteResult(writer, validator!, test, annotations); // there is one where nothing failed
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        });
    }

    /// <summary>Returns what kept the schema from being compiled, or null.</summary>
    private Exception? Compile(JsonElement testCase, JsonElement schema, bool annotations, out JsonSchemaValidator? validator)
    {
        validator = null;
        try
        {
            var (registry, refusal) = RegistryOf(testCase);
            try
            {
                validator = registry.Compile(schema, new SchemaOptions { DefaultDialect = dialect, CollectAnnotations = annotations, MaxDepth = DeepestDocument, MaxErrors = 1 });
                return null;
            }
            catch (SchemaException failure)
            {
                // What is missing may be what the registry could not take.
                return refusal is null ? failure : new AggregateException($"{failure.Message} Beside it the registry refused: {refusal.Message}", failure, refusal);
            }
        }
        catch (Exception failure)
        {
            // The protocol's own edge: whatever a case provokes is an answer, and the next case is still asked.
            return failure;
        }
    }

    /// <summary>The case's registry. What it cannot hold is left out: only a reference to it would make a difference.</summary>
    private (SchemaRegistry Registry, SchemaException? Refusal) RegistryOf(JsonElement testCase)
    {
        var text = testCase.TryGetProperty("registry", out var given) && given.ValueKind == JsonValueKind.Object ? given.GetRawText() : "{}";
        if (latest is { } kept && kept.Text == text && kept.Dialect == dialect)
        {
            return (kept.Registry, kept.Refusal);
        }

        // A schema can only come after its meta-schema, and the registry is in no order: go over it as long as that brings something in.
        var registry = new SchemaRegistry();
        var waiting = text == "{}" ? [] : given.EnumerateObject().ToList();
        SchemaException? refusal;
        int before;
        do
        {
            refusal = null;
            before = waiting.Count;
            waiting.RemoveAll(IsTaken);
        }
        while (waiting.Count > 0 && waiting.Count < before);
        latest = (text, dialect, registry, refusal);
        return (registry, refusal);

        bool IsTaken(JsonProperty each)
        {
            try
            {
                registry.Add(each.Name, each.Value, dialect);
                return true;
            }
            catch (SchemaException failure)
            {
                refusal = failure;
                return false;
            }
        }
    }

    private static void WriteResult(Utf8JsonWriter writer, JsonSchemaValidator validator, JsonElement test, bool annotations)
    {
        writer.WriteStartObject();
        try
        {
            var result = validator.Validate(test.GetProperty("instance"));
            if (result.Errors is [{ Keyword: "limit" or "json" } error])
            {
                // Given up is not refused.
                throw new NotSupportedException(error.Message.En);
            }

            writer.WriteBoolean("valid", result.IsValid);
            if (annotations)
            {
                WriteAnnotations(writer, result.Annotations);
            }
        }
        catch (Exception failure)
        {
            // As above: a test that goes wrong is an answer.
            WriteErrored(writer, failure);
        }

        writer.WriteEndObject();
    }

    private static void WriteAnnotations(Utf8JsonWriter writer, IEnumerable<SchemaAnnotation> annotations)
    {
        writer.WriteStartArray("annotations");
        foreach (var annotation in annotations)
        {
            writer.WriteStartObject();
            writer.WriteString("keyword", annotation.Keyword);
            writer.WriteString("instanceLocation", annotation.InstanceLocation);
            writer.WriteString("keywordLocation", annotation.AbsoluteKeywordLocation);
            writer.WritePropertyName("annotation");
            annotation.Value.WriteTo(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteErrored(Utf8JsonWriter writer, Exception failure)
    {
        writer.WriteBoolean("errored", true);
        writer.WriteStartObject("context");
        writer.WriteString("message", failure.Message);
        writer.WriteString("traceback", failure.ToString());
        writer.WriteEndObject();
    }

    private static string Write(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { MaxDepth = DeepestLine }))
        {
            content(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
