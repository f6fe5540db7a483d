using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Hub.Server.Security;
using Hub.Server.Security.ApiKeys;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Server.Tests.Requests.Documents;

public sealed class DocumentEndpointsTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("hub-documents-").FullName;
    private WebApplication app = null!; // set before each test by InitializeAsync

    public async Task InitializeAsync()
    {
        var anywhere = new Uri("http://127.0.0.1:0");
        app = HubServer.Build(new HubOptions { Data = folder, Ledgers = folder, Http = anywhere, Grpc = anywhere, Management = anywhere });
        await app.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Document_StoredThenRead_IsTheSameForItsOwnerAndNobodyElse()
    {
        using var client = await ClientAsync("213105554");
        using var other = await ClientAsync("200000008");
        var bytes = Pdf(200_000);

        using var stored = await client.PostAsync("/api/documents", new ByteArrayContent(bytes));
        var claim = await stored.Content.ReadFromJsonAsync<JsonElement>();
        var id = claim.GetProperty("id").GetString();

        Assert.Equal(HttpStatusCode.Created, stored.StatusCode);
        Assert.Equal(("application/pdf", 200_000L, Convert.ToHexStringLower(SHA256.HashData(bytes))), (claim.GetProperty("mediaType").GetString(), claim.GetProperty("size").GetInt64(), claim.GetProperty("sha256").GetString()));
        Assert.Equal(bytes, await client.GetByteArrayAsync($"/api/documents/{id}"));
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/api/documents/{id}")).StatusCode);
    }

    [Fact]
    public async Task Store_ContentOfNoAcceptedType_IsRefusedAndLeavesNoFile()
    {
        using var client = await ClientAsync("213105554");
        using var content = new StringContent("<html>not a document</html>", null, "application/pdf");

        using var answer = await client.PostAsync("/api/documents", content);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Empty(StoredFiles);
    }

    [Fact]
    public async Task Store_MoreThanTheLimitInChunks_IsRefusedAndLeavesNoFile()
    {
        using var client = await ClientAsync("213105554");
        using var content = new StreamContent(new MemoryStream(Pdf(51 * 1024 * 1024)));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/documents") { Content = content };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.ExpectContinue = true;

        using var answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Empty(StoredFiles);
    }

    private IEnumerable<string> StoredFiles => Directory.Exists(Path.Combine(folder, "documents")) ? Directory.EnumerateFiles(Path.Combine(folder, "documents"), "*", SearchOption.AllDirectories) : [];

    private static byte[] Pdf(int size)
    {
        var bytes = new byte[size];
        "%PDF-1.7"u8.CopyTo(bytes);
        return bytes;
    }

    private async Task<HttpClient> ClientAsync(string tenant)
    {
        var issuer = app.Services.GetRequiredService<ApiKeyIssuer>();
        var key = (await issuer.IssueAsync(new NewApiKey("test", [Roles.Integrator], tenant), "test", CancellationToken.None)).Text;
        var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()), Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Authorization = new("ApiKey", key);
        return client;
    }
}
