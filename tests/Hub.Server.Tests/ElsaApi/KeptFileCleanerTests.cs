using System.Globalization;
using System.Text;
using Hub.Server.Storage.Sqlite;
using Hub.Server.Tests.Security;
using Hub.Server.Workflows;
using Hub.Workflows.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hub.Server.Tests.ElsaApi;

public sealed class KeptFileCleanerTests(ElsaHub hub) : IClassFixture<ElsaHub>
{
    [Fact]
    public async Task Sweep_WhileSomethingNamesAFile_KeepsItAndAMonthAfterwardsRemovesIt()
    {
        var (files, clock) = (hub.Get<KeptFiles>(), new ManualClock());
        var cleaner = new KeptFileCleaner(files, hub.Get<IStoredMentions>(), clock, NullLogger<KeptFileCleaner>.Instance);
        var (named, inHistory, unnamed) = (await KeepAsync(clock), await KeepAsync(clock), await KeepAsync(clock));
        var id = await hub.RunAsync(await hub.PublishAsync(ElsaHub.Await("files-never")), name: $"Dossier {named.Id}");
        var definitionId = await hub.PublishAsync(ElsaHub.WriteScript($"'x{inHistory.Id}y'"));
        var ended = await hub.RunAsync(definitionId);

        Assert.Equal(0, cleaner.Sweep(CancellationToken.None));
        Assert.Empty(Marks());
        clock.Advance(KeptFileCleaner.Grace + TimeSpan.FromHours(1));
        Assert.Equal(0, cleaner.Sweep(CancellationToken.None));
        Assert.Equal([unnamed.Id + KeptFileCleaner.Mark], Marks());
        clock.Advance(KeptFileCleaner.TimeKept + TimeSpan.FromHours(1));
        Assert.Equal(1, cleaner.Sweep(CancellationToken.None));
        Assert.Equal((true, true, false), (IsThere(named), IsThere(inHistory), IsThere(unnamed)));
        Assert.Empty(Marks());

        await hub.SendAsync(HttpMethod.Delete, $"/workflow-instances/{ended}");
        await hub.SendAsync(HttpMethod.Delete, $"/workflow-instances/{id}");
        await hub.SendAsync(HttpMethod.Delete, $"/workflow-definitions/{definitionId}");
        Assert.Equal(0, cleaner.Sweep(CancellationToken.None));
        Assert.Equal(2, Marks().Length);

        // Named again, it begins anew.
        var again = await hub.RunAsync(await hub.PublishAsync(ElsaHub.WriteScript($"'{named.Id}'")));
        Assert.Equal(0, cleaner.Sweep(CancellationToken.None));
        Assert.Equal([inHistory.Id + KeptFileCleaner.Mark], Marks());
        clock.Advance(KeptFileCleaner.TimeKept + TimeSpan.FromHours(1));
        Assert.Equal(1, cleaner.Sweep(CancellationToken.None));
        Assert.Equal((true, false), (IsThere(named), IsThere(inHistory)));
        Assert.NotNull(again);

        string[] Marks() => [.. files.Folders().SelectMany(folder => Directory.EnumerateFiles(folder)).Select(file => Path.GetFileName(file)).Where(name => name.EndsWith(KeptFileCleaner.Mark, StringComparison.Ordinal))];
    }

    [Fact]
    public void Note_WhereverAnIdentifierStands_FindsIt()
    {
        var ids = Enumerable.Range(0, 200).Select(i => i.ToString("x32", CultureInfo.InvariantCulture)).ToHashSet();
        foreach (var id in ids)
        {
            var number = int.Parse(id, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            foreach (var text in new[] { id, $"\"{id}\"", new string(' ', number) + id + new string('é', number), new string('z', number) + "abc" + id + "def", $"{{\"a\":\"{new string('0', 31)}\",\"b\":\"{id}\"}}" })
            {
                var found = new HashSet<string>();
                SqliteMentions.Note(Encoding.UTF8.GetBytes(text), ids, found);
                Assert.Contains(id, found);
            }
        }

        var nothing = new HashSet<string>();
        SqliteMentions.Note(Encoding.UTF8.GetBytes(new string('0', 31) + "g" + new string('f', 31)), ids, nothing);
        Assert.Empty(nothing);
    }

    private async Task<FileClaim> KeepAsync(TimeProvider clock)
    {
        using var content = new MemoryStream("%PDF-1.7"u8.ToArray());
        var claim = await hub.Get<KeptFiles>().KeepAsync(ElsaHub.Tenant, content, "a.pdf", "application/pdf", null, null, 100, CancellationToken.None);
        File.SetLastWriteTimeUtc(PathOf(claim), clock.GetUtcNow().UtcDateTime);
        return claim;
    }

    private bool IsThere(FileClaim claim)
    {
        using var file = hub.Get<KeptFiles>().Open(ElsaHub.Tenant, claim);
        return file is not null;
    }

    private string PathOf(FileClaim claim) => hub.Get<KeptFiles>().Folders().Select(folder => Path.Combine(folder, claim.Id)).Single(File.Exists);
}
