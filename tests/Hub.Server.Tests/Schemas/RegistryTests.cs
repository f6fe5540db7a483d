using System.Net;
using System.Text;
using System.Text.Json;
using Hub.Server.Security;
using Hub.Server.Tests.ElsaApi;

namespace Hub.Server.Tests.Schemas;

[Collection(DesignerHubGroup.Name)]
public sealed class RegistryTests(DesignerHub hub)
{
    private readonly RegistryClient registry = new(hub);

    [Fact]
    public async Task Put_NumbersThatFit_AreListedWithWhatTheyMean()
    {
        await registry.PublishAsync("fit.one", "1.0.0", """ "title":"Un","x-title":{"fr":"Un","en":"One"},"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false """);
        await registry.PublishAsync("fit.one", "1.1.0", """ "title":"Un","type":"object","properties":{"a":{"type":"string"},"b":{"type":"integer"}},"additionalProperties":false """);
        await registry.PublishAsync("fit.one", "2.0.0", """ "title":"Un","type":"object","required":["a"],"properties":{"a":{"type":"string"}},"additionalProperties":false """);

        var versions = await registry.GetAsync("/api/schemas/fit.one/versions");
        var listed = (await registry.GetAsync("/api/schemas?domain=fit")).GetProperty("items").EnumerateArray().ToArray();
        var minor = await registry.GetAsync("/api/schemas/fit.one/compatibility?version=1.1.0");
        var major = await registry.GetAsync("/api/schemas/fit.one/compatibility?version=1.1.0&with=2.0.0");

        Assert.Equal(["1.0.0", "1.1.0", "2.0.0"], versions.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("version").GetString()));
        Assert.Equal(["One", "Un", "Un"], listed.Select(item => item.GetProperty("title").GetProperty("en").GetString()));
        Assert.Equal([false, false, true], listed.Select(item => item.GetProperty("latest").GetBoolean()));
        Assert.Equal(("1.0.0", "1.1.0", "compatible", "incompatible", "minor"), (Text(minor, "older"), Text(minor, "newer"), Text(minor, "backward"), Text(minor, "forward"), Text(minor, "step")));
        Assert.Equal(("1.1.0", "2.0.0", "incompatible", "major", "2.0.0"), (Text(major, "older"), Text(major, "newer"), Text(major, "backward"), Text(major, "step"), Text(major, "needed")));
    }

    [Theory]
    [InlineData("wrong.minor", "1.1.0", """ "type":"object","required":["a"],"properties":{"a":{"type":"string"}} """)]
    [InlineData("wrong.patch", "1.0.1", """ "type":"object","properties":{"a":{"type":["string","null"]}} """)]
    public async Task Put_NumberThatDoesNotFit_IsRefusedWithPathAndWitness(string id, string version, string rest)
    {
        await registry.PublishAsync(id, "1.0.0", """ "type":"object","properties":{"a":{"type":"string"}} """);

        var refused = await registry.PutAsync(id, version, rest);

        Assert.Equal((HttpStatusCode.Conflict, "urn:hub:problem:schema-version-does-not-fit"), (refused.Status, Text(refused.Json, "type")));
        var error = refused.Json.GetProperty("errors")[0];
        Assert.Equal(JsonValueKind.Object, error.GetProperty("witness").ValueKind);
        Assert.NotEmpty(error.GetProperty("error").GetProperty("fr").GetString()!); // a text
        Assert.Single((await registry.GetAsync($"/api/schemas/{id}/versions")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Compare_Proposal_NeedsNoPublication()
    {
        await registry.PublishAsync("propose.one", "1.0.0", """ "type":"object","properties":{"a":{"enum":["x","y"]}} """);

        var answer = await registry.SendAsync(HttpMethod.Post, "/api/schemas/propose.one/compatibility", RegistryClient.Schema("propose.one", "1.1.0", """ "type":"object","properties":{"a":{"enum":["x"]}} """));

        Assert.Equal((HttpStatusCode.OK, "incompatible", "2.0.0"), (answer.Status, Text(answer.Json, "backward"), Text(answer.Json, "needed")));
        Assert.Contains(answer.Json.GetProperty("changes").EnumerateArray(), change => Text(change, "path") == "/a" && change.GetProperty("witness").GetProperty("a").GetString() == "y");
    }

    [Fact]
    public async Task Import_OpenApi_PutsAllComponentsOrOnlyTells()
    {
        const string description = """
            openapi: 3.0.3
            info: { title: t, version: 1.0.0 }
            components:
              schemas:
                Order: { type: object, properties: { lines: { type: array, items: { $ref: '#/components/schemas/OrderLine' } } } }
                OrderLine: { type: object, properties: { order: { $ref: '#/components/schemas/Order' }, price: { type: number, nullable: true } } }
            """;

        var trial = await registry.SendAsync(HttpMethod.Post, "/api/schemas/import?domain=shop&dryRun=true", description, type: "application/yaml");
        var before = await registry.SendAsync(HttpMethod.Get, "/api/schemas/shop.order");
        var done = await registry.SendAsync(HttpMethod.Post, "/api/schemas/import?domain=shop", description, type: "application/yaml");
        var again = await registry.SendAsync(HttpMethod.Post, "/api/schemas/import?domain=shop", description, type: "application/yaml");
        var tried = await registry.SendAsync(HttpMethod.Post, "/api/schemas/shop.order/validate", """{"lines":[{"price":null,"order":{"lines":[{"price":"x"}]}}]}""");

        Assert.True(trial.Status == HttpStatusCode.OK, trial.Text);
        Assert.Equal(HttpStatusCode.NotFound, before.Status);
        Assert.Equal(["shop.order created", "shop.order-line created"], done.Json.GetProperty("items").EnumerateArray().Select(item => $"{Text(item, "id")} {Text(item, "outcome")}"));
        Assert.All(again.Json.GetProperty("items").EnumerateArray(), item => Assert.Equal("unchanged", Text(item, "outcome")));
        Assert.Equal("/lines/0/order/lines/0/price", tried.Json.GetProperty("errors")[0].GetProperty("instanceLocation").GetString());
    }

    [Theory]
    [InlineData("""{"openapi":"3.0.0","components":{"schemas":{"Good":{"type":"object"},"Bad":{"type":"colour"}}}}""", "/components/schemas/Bad/type")]
    [InlineData("""{"openapi":"3.1.0","components":{"schemas":{"Good":{"type":"object"},"Bad":{"properties":{"a":{"pattern":"("}}}}}}""", "/components/schemas/Bad/properties/a/pattern")]
    [InlineData("""{"openapi":"3.1.0","components":{"schemas":{"Good":{},"Bad":{"$defs":{"x":{"$id":"urn:hub:schema:partly:good:1.0.0"}}}}}}""", "")]
    public async Task Import_OneInvalid_RefusesAllWithItsPlace(string description, string place)
    {
        var refused = await registry.SendAsync(HttpMethod.Post, "/api/schemas/import?domain=partly", description);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.EndsWith(place, refused.Json.GetProperty("errors")[0].GetProperty("instanceLocation").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await registry.SendAsync(HttpMethod.Get, "/api/schemas/partly.good")).Status);
    }

    [Theory]
    [InlineData(""" "type":"colour" """, 422, "/type")]
    [InlineData(""" "$ref":"https://elsewhere.example/schema.json" """, 422, "/$ref")]
    [InlineData(""" "properties":{"a":{"$ref":"#/$defs/missing"}} """, 422, "/properties/a/$ref")]
    [InlineData(""" "$defs":{"a":{"$id":"urn:x:y"},"b":{"$id":"urn:x:y"}} """, 422, "/$defs/b")]
    [InlineData(""" "pattern":"^(a" """, 422, "/pattern")]
    [InlineData(""" "type":"object","type":"string" """, 400, "")]
    [InlineData(""" "type": """, 400, "")]
    public async Task Put_BadSchema_IsRefusedWithItsPlaceAndNothingIsKept(string rest, int status, string place)
    {
        var refused = await registry.PutAsync("bad.schema", "1.0.0", rest);

        Assert.Equal(status, (int)refused.Status);
        var error = Assert.Single(refused.Json.GetProperty("errors").EnumerateArray());
        Assert.Equal(place, error.GetProperty("instanceLocation").GetString());
        Assert.NotEqual(error.GetProperty("error").GetProperty("fr").GetString(), error.GetProperty("error").GetProperty("en").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await registry.SendAsync(HttpMethod.Get, "/api/schemas/bad.schema")).Status);
    }

    [Fact]
    public async Task Put_UnknownDialectOrWrongEncodingOrIdentifier_IsRefused()
    {
        var unknown = await registry.SendAsync(HttpMethod.Put, "/api/schemas/bad.dialect", """{"$schema":"https://example.org/my-dialect","$id":"urn:hub:schema:bad:dialect:1.0.0"}""");
        var foreign = await registry.SendAsync(HttpMethod.Put, "/api/schemas/bad.dialect", """{"$id":"https://example.org/x"}""");
        var text = RegistryClient.Schema("bad.dialect", "1.0.0", "\"type\":\"object\"");
        var utf16 = await registry.SendAsync(HttpMethod.Put, "/api/schemas/bad.dialect", bytes: [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)]);
        var marked = await registry.SendAsync(HttpMethod.Put, "/api/schemas/bad.dialect", bytes: [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text)]);
        var latin = await registry.SendAsync(HttpMethod.Put, "/api/schemas/bad.dialect", bytes: Encoding.Latin1.GetBytes(text.Replace("object", "é", StringComparison.Ordinal)));

        Assert.Equal((422, "/$schema"), ((int)unknown.Status, unknown.Json.GetProperty("errors")[0].GetProperty("instanceLocation").GetString()));
        Assert.Equal((422, "/$id"), ((int)foreign.Status, foreign.Json.GetProperty("errors")[0].GetProperty("instanceLocation").GetString()));
        Assert.All([utf16, marked, latin], answer => Assert.Equal((400, "urn:hub:problem:unreadable-schema"), ((int)answer.Status, Text(answer.Json, "type"))));
        Assert.Equal(HttpStatusCode.NotFound, (await registry.SendAsync(HttpMethod.Get, "/api/schemas/bad.dialect")).Status);
    }

    [Theory]
    [InlineData("GET", "/api/schemas/x.y/versions")]
    [InlineData("POST", "/api/schemas/import?domain=x")]
    [InlineData("GET", "/api/schemas/x.y/compatibility")]
    [InlineData("POST", "/api/schemas/x.y/compatibility")]
    [InlineData("GET", "/api/schemas/x.y/consumers")]
    [InlineData("GET", "/api/schemas/x.y/impact")]
    [InlineData("POST", "/api/schemas/x.y/impact")]
    [InlineData("GET", "/api/schemas/x.y/drift")]
    [InlineData("GET", "/api/schemas/x.y/drift/proposal")]
    [InlineData("DELETE", "/api/schemas/x.y/drift")]
    public async Task Route_WithoutRightOrSchema_IsDeniedOrUnknown(string method, string path)
    {
        var body = method == "POST" ? "{}" : null;
        var verb = new HttpMethod(method);
        var stranger = await registry.SendAsync(verb, path, body, hub.Stranger());
        var director = await registry.SendAsync(verb, path, body, await hub.ClientOfAsync(Roles.Director));
        var allowed = await registry.SendAsync(verb, path, body);
        var described = await registry.GetAsync("/openapi/v1.json");

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden), (stranger.Status, director.Status));
        Assert.Equal(path.Contains("import", StringComparison.Ordinal) ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.NotFound, allowed.Status);
        Assert.Equal("application/problem+json", allowed.Headers["Content-Type"].Split(';')[0]);
        var operation = described.GetProperty("paths").GetProperty(path.Split('?')[0].Replace("x.y", "{id}", StringComparison.Ordinal)).GetProperty(method.ToLowerInvariant());
        Assert.NotEmpty(operation.GetProperty("operationId").GetString()!); // a text
    }

    private static string? Text(JsonElement json, string member) => json.GetProperty(member).GetString();
}
