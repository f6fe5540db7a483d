using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hub.Server.Workflows;
using Hub.Workflows;
using Hub.Workflows.Definitions;

namespace Hub.Server.ElsaApi;

/// <summary>Reads the bodies of Elsa's API and writes its answers: both may nest as deep as a workflow does, which the framework's own JSON may not.</summary>
internal static class ElsaJson
{
    private const string MediaType = "application/json; charset=utf-8";

    private static readonly JsonWriterOptions Writing = new() { MaxDepth = JsonValues.MaxDepth + 32, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The body as a JSON object; not set when there is no body, or an empty one, whatever its announced type.</summary>
    /// <exception cref="DefinitionException">It is something else than an object.</exception>
    public static async Task<JsonElement> ReadBodyAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var body = await ReadBytesAsync(context, cancellationToken);
        if (body.AsSpan().Trim(" \t\r\n"u8).IsEmpty)
        {
            return default;
        }

        DefinitionPublisher.RequireText(body);
        var json = JsonValues.Parse(body);
        return json.ValueKind switch
        {
            JsonValueKind.Null => default,
            JsonValueKind.Object => json,
            _ => throw new DefinitionException("", "The body must be one JSON object.", "Le corps doit être un objet JSON."),
        };
    }

    public static async Task<byte[]> ReadBytesAsync(HttpContext context, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, cancellationToken);
        return body.ToArray();
    }

    /// <summary>The texts of an array member; empty when it is absent.</summary>
    /// <exception cref="DefinitionException">It is no array of texts.</exception>
    public static IReadOnlyList<string> Texts(this JsonElement body, string member)
    {
        var value = body.Member(member);
        if (value.IsNothing())
        {
            return [];
        }

        return value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(item => item.GetString()!)] // each is a string
            : throw new DefinitionException($"/{member}", "Expected an array of texts.", "On attendait un tableau de textes.");
    }

    /// <summary>A text member; null when it is absent or empty.</summary>
    /// <exception cref="DefinitionException">It is no text.</exception>
    public static string? Text(this JsonElement body, string member)
    {
        var value = body.Member(member);
        return value.ValueKind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : null,
            _ => throw new DefinitionException($"/{member}", "Expected a text.", "On attendait un texte."),
        };
    }

    /// <summary>A true or false member; false when it is absent.</summary>
    public static bool Flag(this JsonElement body, string member) =>
        body.Member(member) is var value && (value.ValueKind == JsonValueKind.True || (value.ValueKind == JsonValueKind.String && bool.TryParse(value.GetString(), out var flag) && flag));

    /// <summary>The members of an object member; empty when it is absent.</summary>
    /// <exception cref="DefinitionException">It is no object.</exception>
    public static IReadOnlyDictionary<string, JsonElement> Values(this JsonElement body, string member)
    {
        var values = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var given = body.Member(member);
        if (given.IsNothing())
        {
            return values;
        }

        if (given.ValueKind != JsonValueKind.Object)
        {
            throw new DefinitionException($"/{member}", "Expected a JSON object.", "On attendait un objet JSON.");
        }

        foreach (var value in given.EnumerateObject())
        {
            values[value.Name] = value.Value;
        }

        return values;
    }

    /// <summary>What the writer writes, as bytes.</summary>
    public static byte[] Bytes(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            write(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>An answer of what the writer writes.</summary>
    public static IResult Answer(Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK) => new Written(Bytes(write), status);

    private sealed class Written(byte[] body, int status) : IResult, IStatusCodeHttpResult
    {
        public int? StatusCode => status;

        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = status;
            response.ContentType = MediaType;
            response.ContentLength = body.Length;
            await response.Body.WriteAsync(body, httpContext.RequestAborted);
        }
    }
}
