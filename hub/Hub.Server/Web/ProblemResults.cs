using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace Hub.Server.Web;

/// <summary>Writes a <see cref="Problem"/> over HTTP, as a problem document (RFC 9457) in the caller's language.</summary>
public static class ProblemResults
{
    public const string ContentType = "application/problem+json";

    // Accents and apostrophes stay readable. Safe because no browser takes this type, sent with nosniff, for a page.
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The problem as an endpoint's result.</summary>
    public static IResult ToResult(this Problem problem) => new ProblemResult(problem);

    /// <summary>Answers with the problem. The response must not have started.</summary>
    public static async Task WriteProblemAsync(this HttpContext context, Problem problem, CancellationToken cancellationToken)
    {
        var response = context.Response;
        var language = RequestLanguage.Of(context.Request);
        response.StatusCode = problem.Status;
        response.ContentType = ContentType;
        response.Headers.ContentLanguage = language.TwoLetterISOLanguageName;
        response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptLanguage);
        response.Headers.CacheControl = "no-store";
        if (problem.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        var body = Document(problem, language, Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier);
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(body, cancellationToken);
        }
    }

    private static byte[] Document(Problem problem, CultureInfo language, string traceId)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Writing))
        {
            json.WriteStartObject();
            json.WriteString("type", $"urn:hub:problem:{problem.Code}");
            json.WriteString("title", problem.Title.For(language));
            json.WriteNumber("status", problem.Status);
            json.WriteString("detail", problem.Detail.For(language));
            json.WriteString("traceId", traceId);
            if (problem.Errors.Count > 0)
            {
                WriteErrors(json, problem.Errors);
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteErrors(Utf8JsonWriter json, IReadOnlyList<PayloadError> errors)
    {
        json.WriteStartArray("errors");
        foreach (var error in errors)
        {
            json.WriteStartObject();
            json.WriteString("instanceLocation", error.InstanceLocation);
            json.WriteString("keywordLocation", error.KeywordLocation);
            json.WriteStartObject("error");
            json.WriteString("fr", error.Message.Fr);
            json.WriteString("en", error.Message.En);
            json.WriteEndObject();
            if (error.Witness.ValueKind != JsonValueKind.Undefined)
            {
                json.WritePropertyName("witness");
                error.Witness.WriteTo(json);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private sealed class ProblemResult(Problem problem) : IResult, IStatusCodeHttpResult
    {
        public int? StatusCode => problem.Status;

        public Task ExecuteAsync(HttpContext httpContext) => httpContext.WriteProblemAsync(problem, httpContext.RequestAborted);
    }
}
