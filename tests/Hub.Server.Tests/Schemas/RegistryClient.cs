using System.Net;
using System.Text;
using System.Text.Json;
using Hub.Server.Tests.ElsaApi;

namespace Hub.Server.Tests.Schemas;

/// <summary>The registry's routes on a running hub.</summary>
internal sealed class RegistryClient(DesignerHub hub)
{
    public async Task<HttpAnswer> SendAsync(HttpMethod method, string path, string? body = null, HttpClient? client = null, byte[]? bytes = null, string type = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null || bytes is not null)
        {
            request.Content = new ByteArrayContent(bytes ?? Encoding.UTF8.GetBytes(body!)); // one of both
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        using var response = await (client ?? hub.Client).SendAsync(request);
        return await HttpAnswer.OfAsync(response);
    }

    public Task<HttpAnswer> PutAsync(string id, string version, string rest, string query = "") => SendAsync(HttpMethod.Put, $"/api/schemas/{id}{query}", Schema(id, version, rest));

    public async Task PublishAsync(string id, string version, string rest, string query = "")
    {
        var answer = await PutAsync(id, version, rest, query);
        Assert.True(answer.Status == HttpStatusCode.Created, answer.Text);
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        var answer = await SendAsync(HttpMethod.Get, path);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer.Json;
    }

    public static string Schema(string id, string version, string rest) =>
        $$"""{"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"urn:hub:schema:{{id.Replace('.', ':')}}:{{version}}",{{rest}}}""";
}
