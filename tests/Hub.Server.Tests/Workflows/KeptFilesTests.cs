using System.IO.Compression;
using System.Net;
using System.Text;
using Hub.Server.Tests.Exchange;
using Hub.Server.Workflows;
using Hub.Server.Workflows.Http;
using Hub.Workflows;
using Hub.Workflows.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Server.Tests.Workflows;

public sealed class KeptFilesTests : IDisposable
{
    private static readonly TenantId Tenant = ExchangeScope.Tenant;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hub-files-");
    private readonly KeptFiles files;
    private readonly ServiceProvider services = new ServiceCollection().AddLogging().BuildServiceProvider();

    public KeptFilesTests() => files = new KeptFiles(new HubOptions { Data = folder.FullName, Ledgers = folder.FullName }, new IdGenerator(TimeProvider.System));

    private string[] OnDisk => [.. folder.EnumerateFiles("*", SearchOption.AllDirectories).Select(file => file.Name)];

    public void Dispose()
    {
        services.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Upload_TwoFilesAndAField_AreKeptAndNamedByTheirClaims()
    {
        var body = await UploadAsync("{}", ("title", null, null, "Demande"), ("doc", "C:\\temp\\pièce.pdf", "application/pdf", "%PDF-1.7"), ("doc", "b.txt", "text/plain", "texte"));

        Assert.Null(body.Refusal);
        Assert.Equal("""{"title":"Demande"}""", body.Content.GetRawText());
        var claims = body.Files.EnumerateArray().Select(file => FileClaim.Of(file)!).ToList(); // they were just made
        Assert.Equal(["pièce.pdf", "b.txt"], claims.Select(claim => claim.FileName));
        Assert.Equal(("doc", "application/pdf", 8L), (claims[0].FieldName, claims[0].ContentType, claims[0].Length));
        Assert.Equal(claims.Select(claim => claim.Id).Order(), OnDisk.Order());
        Assert.Equal("texte", await ReadAsync(claims[1]));
        Assert.Null(files.Open(new TenantId("213200017"), claims[1]));
        Assert.Null(files.Open(Tenant, claims[1] with { Id = "../" + claims[1].Id }));
    }

    [Theory]
    [InlineData("""{"requestSizeLimit":100}""", 413, "100 bytes")]
    [InlineData("""{"fileSizeLimit":"4"}""", 413, "4 bytes")]
    [InlineData("""{"allowedFileExtensions":[".png","jpg"]}""", 415, ".png, jpg")]
    [InlineData("""{"blockedFileExtensions":["TXT"]}""", 415, "TXT")]
    [InlineData("""{"allowedMimeTypes":["application/pdf"]}""", 415, "application/pdf")]
    public async Task Upload_AgainstALimit_IsRefusedAndNothingIsKept(string settings, int status, string reason)
    {
        var body = await UploadAsync(settings, ("doc", "a.txt", "text/plain", "texte"));

        Assert.Equal(status, body.Refusal?.Status);
        Assert.Contains(reason, body.Refusal!.Text.En, StringComparison.Ordinal);
        Assert.Empty(OnDisk);
    }

    [Theory]
    [InlineData("""{"requestSizeLimit":100,"exposedOutcomes":["Request too large"]}""", "Request too large")]
    [InlineData("""{"fileSizeLimit":4,"allowedMimeTypes":["x/y"],"exposedOutcomes":["File too large"]}""", "File too large")]
    [InlineData("""{"blockedFileExtensions":[".txt"],"allowedMimeTypes":["x/y"],"exposedOutcomes":["Invalid file extension"]}""", "Invalid file extension")]
    [InlineData("""{"allowedMimeTypes":["x/y"],"exposedOutcomes":["Invalid file MIME type"]}""", "Invalid file MIME type")]
    public async Task Upload_AgainstALimitWithAWayDrawn_ReachesTheWorkflowWithoutFiles(string settings, string outcome)
    {
        var body = await UploadAsync(settings, ("title", null, null, "t"), ("doc", "a.txt", "text/plain", "texte"));

        Assert.Equal(outcome, body.Outcome);
        Assert.Null(body.Refusal);
        Assert.False(body.Files.IsSet());
        Assert.Empty(OnDisk);
    }

    [Fact]
    public async Task Upload_CutOff_IsRefusedAndNothingIsKept()
    {
        var whole = await FormAsync(("doc", "a.txt", "text/plain", new string('x', 4000)));

        var body = await ReadAsync("{}", whole.Type, whole.Bytes.AsMemory(0, 2000));

        Assert.Equal(400, body.Refusal?.Status);
        Assert.Empty(OnDisk);
    }

    [Theory]
    [InlineData("application/json", """{"a":1}""", """{"a":1}""")]
    [InlineData("text/plain", "bonjour", "\"bonjour\"")]
    [InlineData("application/x-www-form-urlencoded", "a=1&b=%C3%A9", """{"a":"1","b":"é"}""")]
    public async Task Body_OfAnotherKind_IsParsed(string contentType, string text, string expected)
    {
        var body = await ReadAsync("{}", contentType, Encoding.UTF8.GetBytes(text));

        Assert.True(System.Text.Json.JsonElement.DeepEquals(JsonValues.Parse(expected), body.Content), body.Content.GetRawText());
    }

    [Fact]
    public async Task Body_WithoutAnnouncedLengthOverTheLimit_IsRefused()
    {
        var body = await ReadAsync("""{"requestSizeLimit":10}""", "text/plain", "more than ten bytes"u8.ToArray(), announces: false);

        Assert.Equal(413, body.Refusal?.Status);
    }

    [Fact]
    public async Task Answer_OneFileWithARange_SendsThatPart()
    {
        var claim = await files.KeepAsync(Tenant, new MemoryStream("0123456789"u8.ToArray()), "n.txt", "text/plain", null, null, 100, CancellationToken.None);

        var (whole, bytes) = await AnswerAsync(new WrittenFile([new WrittenFilePart(claim, default, "n.txt", "text/plain")], "façade.txt", null, IsResumable: true));
        var (part, some) = await AnswerAsync(new WrittenFile([new WrittenFilePart(claim, default, "n.txt", "text/plain")], null, null, IsResumable: true), "bytes=2-4");

        Assert.Equal((200, "text/plain", "0123456789"), (whole.StatusCode, whole.ContentType, Encoding.UTF8.GetString(bytes)));
        Assert.Contains("filename*=UTF-8''fa%C3%A7ade.txt", whole.Headers.ContentDisposition.ToString(), StringComparison.Ordinal);
        Assert.Equal((206, "234"), (part.StatusCode, Encoding.UTF8.GetString(some)));
        Assert.Equal(whole.Headers.ETag, part.Headers.ETag);
    }

    [Fact]
    public async Task Answer_SeveralFiles_IsTheSameZipEachTime()
    {
        var claim = await files.KeepAsync(Tenant, new MemoryStream("kept"u8.ToArray()), "a.txt", "text/plain", null, null, 100, CancellationToken.None);
        var answer = new WrittenFile([new WrittenFilePart(claim, default, "a.txt", null), new WrittenFilePart(null, "given"u8.ToArray(), "a.txt", null)], null, null, IsResumable: false);

        var (response, bytes) = await AnswerAsync(answer);
        var (_, again) = await AnswerAsync(answer);

        Assert.Equal("application/zip", response.ContentType);
        Assert.Equal(bytes, again);
        using var zip = new ZipArchive(new MemoryStream(bytes));
        Assert.Equal(["a.txt", "a (2).txt"], zip.Entries.Select(entry => entry.FullName));
        using var reader = new StreamReader(zip.Entries[1].Open());
        Assert.Equal("given", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task Answer_FileThatIsGone_IsAServerError()
    {
        var (response, _) = await AnswerAsync(new WrittenFile([new WrittenFilePart(new FileClaim("gone", "x", "a/b", 1, ""), default, "x", null)], null, null, IsResumable: false));

        Assert.Equal(500, response.StatusCode);
    }

    [Fact]
    public async Task Download_AFile_IsKeptWithItsNameAndOneTooLargeIsNot()
    {
        var options = new HubOptions { Data = folder.FullName, Ledgers = folder.FullName };
        using var caller = new HttpCaller(new EgressGuard(options));
        using var service = CalledService.Start();
        var answering = AnswerOnceAsync(service.Listener);

        var result = await caller.DownloadAsync(files, Tenant, new HttpCall("GET", service.Address + "docs/acte.pdf", [], default, null, null), null, null, CancellationToken.None);
        await answering.WaitAsync(TimeSpan.FromSeconds(60));

        var claim = FileClaim.Of(result.Body);
        Assert.Equal((200, "acte.pdf", "application/pdf", "\"v1\""), (result.StatusCode, claim?.FileName, claim?.ContentType, claim?.ETag));
        Assert.Equal("%PDF", await ReadAsync(claim!)); // asserted just above
        await Assert.ThrowsAsync<FileTooLargeException>(() => files.KeepAsync(Tenant, new MemoryStream(new byte[11]), "x", null, null, null, 10, CancellationToken.None));
        Assert.Equal([claim!.Id], OnDisk);
    }

    private static async Task AnswerOnceAsync(HttpListener service)
    {
        var context = await service.GetContextAsync();
        context.Response.ContentType = "application/pdf";
        context.Response.Headers["ETag"] = "\"v1\"";
        await context.Response.OutputStream.WriteAsync("%PDF"u8.ToArray());
        context.Response.Close();
    }

    private static async Task<(byte[] Bytes, string Type)> FormAsync(params (string Name, string? File, string? Type, string Content)[] parts)
    {
        using var form = new MultipartFormDataContent("the-boundary");
        foreach (var (name, file, type, content) in parts)
        {
            var part = new ByteArrayContent(Encoding.UTF8.GetBytes(content));
            if (file is null)
            {
                form.Add(part, name);
                continue;
            }

            part.Headers.Add("Content-Type", type);
            form.Add(part, name, file);
        }

        return (await form.ReadAsByteArrayAsync(), form.Headers.ContentType!.ToString()); // multipart content has its type
    }

    private async Task<EndpointBody> UploadAsync(string settings, params (string Name, string? File, string? Type, string Content)[] parts)
    {
        var (bytes, type) = await FormAsync(parts);
        return await ReadAsync(settings, type, bytes);
    }

    private Task<EndpointBody> ReadAsync(string settings, string contentType, ReadOnlyMemory<byte> bytes, bool announces = true)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "POST";
        context.Request.ContentType = contentType;
        context.Request.ContentLength = announces ? bytes.Length : null;
        context.Request.Body = new MemoryStream(bytes.ToArray());
        return EndpointBody.ReadAsync(context.Request, new EndpointLimits(JsonValues.Parse(settings)), files, Tenant, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
    }

    private async Task<string> ReadAsync(FileClaim claim)
    {
        using var reader = new StreamReader(files.Open(Tenant, claim)!); // kept by the test
        return await reader.ReadToEndAsync();
    }

    private async Task<(HttpResponse Response, byte[] Body)> AnswerAsync(WrittenFile answer, string? range = null)
    {
        var context = new DefaultHttpContext { RequestServices = services };
        context.Request.Method = "GET";
        using var body = new MemoryStream();
        context.Response.Body = body;
        if (range is not null)
        {
            context.Request.Headers.Range = range;
        }

        await FileAnswer.WriteAsync(context, new WrittenHttpResponse(200, null, [], default), answer, files, Tenant, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(60));
        return (context.Response, body.ToArray());
    }
}
