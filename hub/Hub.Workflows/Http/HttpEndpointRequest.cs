using System.Text.Json;

namespace Hub.Workflows.Http;

/// <summary>An HTTP request that reached an HTTP endpoint activity: what the host hands over as trigger or resume input.</summary>
/// <param name="Method">Method in upper case.</param>
/// <param name="Path">Path as it was asked for.</param>
/// <param name="RouteValues">Values of the route's parameters; an object.</param>
/// <param name="Query">Query string; an object whose members are a text or a list of texts.</param>
/// <param name="Headers">Headers; an object likewise.</param>
/// <param name="Content">Parsed body: JSON as a value, a form as an object, text as a string; not set when there is none.</param>
/// <param name="Files">Uploaded files as a list of objects in the host's own shape (claim checks); not set when there are none.</param>
/// <param name="Outcome">An exposed limit that the request broke, such as <c>Request too large</c>; null when it broke none.</param>
public sealed record HttpEndpointRequest(string Method, string Path, JsonElement RouteValues, JsonElement Query, JsonElement Headers, JsonElement Content, JsonElement Files, string? Outcome)
{
    /// <summary>The request as the JSON that starts or resumes the activity.</summary>
    public JsonElement ToJson() => JsonValues.Write(this, static (writer, request) =>
    {
        writer.WriteStartObject();
        writer.WriteString("method"u8, request.Method);
        writer.WriteString("path"u8, request.Path);
        WriteIfSet(writer, "routeData", request.RouteValues);
        WriteIfSet(writer, "queryStringData", request.Query);
        WriteIfSet(writer, "headers", request.Headers);
        WriteIfSet(writer, "parsedContent", request.Content);
        WriteIfSet(writer, "files", request.Files);
        if (request.Outcome is not null)
        {
            writer.WriteString("outcome"u8, request.Outcome);
        }

        writer.WriteEndObject();
    });

    private static void WriteIfSet(Utf8JsonWriter writer, string name, JsonElement value)
    {
        if (value.IsSet())
        {
            writer.WritePropertyName(name);
            value.CopyTo(writer);
        }
    }
}
