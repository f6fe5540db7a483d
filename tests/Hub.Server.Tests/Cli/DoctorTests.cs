using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hub.Server.Cli.Doctor;
using Hub.Server.Storage.Sqlite;
using Hub.Server.Tests.Architecture;

namespace Hub.Server.Tests.Cli;

public sealed class DoctorTests : IDisposable
{
    private readonly CommandScope scope = new();

    public void Dispose() => scope.Dispose();

    [Fact]
    public async Task Examine_BeforeTheFirstStart_FindsNothingBrokenAndMakesNothing()
    {
        var examined = await scope.ExamineAsync();

        Assert.DoesNotContain(examined.Findings, finding => finding.Verdict == "broken");
        Assert.All(["settings", "clock", "time-zones", "data-folder", "disk-space", "durability", "store", "certificates", "schemas", "connectors", "procedures", "doors", "hub"], check => examined.Worst(check));
        Assert.False(Directory.Exists(scope.Data));
        Assert.Empty(Directory.EnumerateFileSystemEntries(scope.Folder));
    }

    [Fact]
    public async Task Examine_AStoppedHubsFolder_LeavesEveryByteAsItWas()
    {
        await scope.RunAsync(["key", "create", "--name", "a", "--role", "director"]);
        var before = Content();

        var examined = await scope.ExamineAsync();

        Assert.Equal("ok", examined.Worst("store").Verdict);
        Assert.Equal("ok", examined.Worst("audit").Verdict);
        Assert.Equal("ok", examined.Worst("secret").Verdict);
        Assert.Equal(before, Content());
    }

    [Fact]
    public async Task Examine_AFolderThatAHubHolds_NamesItsProcess()
    {
        await scope.RunAsync(["key", "create", "--name", "a", "--role", "director"]);
        using var held = DataFolderLock.Take(scope.Data);

        var examined = await scope.ExamineAsync();

        Assert.Equal("warning", examined.Worst("hub").Verdict);
        Assert.Contains($"Process {Environment.ProcessId} ", examined.Worst("hub").What?.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not a store at all")]
    [InlineData("")]
    public async Task Examine_AStoreThatIsNone_IsToldAndNotMended(string content)
    {
        Directory.CreateDirectory(scope.Data);
        var file = Path.Combine(scope.Data, SqliteDatabase.FileName);
        await File.WriteAllTextAsync(file, content);

        var examined = await scope.ExamineAsync();

        Assert.Equal(content, await File.ReadAllTextAsync(file));
        Assert.Equal(content.Length > 0 ? "broken" : "note", examined.Worst("store").Verdict);

        // Without the secret, what the store holds cannot be used either way.
        Assert.Equal(2, examined.Exit);
    }

    [Fact]
    public async Task Examine_ADamagedStore_Is2AndNamesTheRestore()
    {
        await scope.RunAsync(["key", "create", "--name", "a", "--role", "director"]);
        var file = Path.Combine(scope.Data, SqliteDatabase.FileName);
        var content = await File.ReadAllBytesAsync(file);
        RandomNumberGenerator.Fill(content.AsSpan(4096, content.Length - 4096));
        await File.WriteAllBytesAsync(file, content);

        var examined = await scope.ExamineAsync();

        Assert.Equal(2, examined.Exit);
        Assert.Equal("broken", examined.Worst("store").Verdict);
        Assert.Contains("hub restore", examined.Worst("store").Mend?.En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Examine_AStoreOfANewerHub_Is2AndLeavesItsVersion()
    {
        await scope.RunAsync(["key", "create", "--name", "a", "--role", "director"]);
        using (var database = new SqliteDatabase(scope.Data))
        using (var session = database.OpenWriter())
        {
            session.Execute("PRAGMA user_version = 99");
        }

        var examined = await scope.ExamineAsync();

        Assert.Equal(2, examined.Exit);
        Assert.Contains("99", examined.Worst("store").What?.Fr, StringComparison.Ordinal);
        using var unchanged = SqliteDatabase.OpenReadOnly(scope.Data);
        Assert.Equal(99, unchanged.Version());
    }

    [Theory]
    [InlineData("--full")]
    [InlineData("--json")]
    public async Task Examine_AnAuditEntryThatChanged_IsAWarning(string option)
    {
        await scope.RunAsync(["connector", "enroll", "payfip"]);
        await scope.RunAsync(["connector", "enroll", "citizen-relations"]);
        using (var database = new SqliteDatabase(scope.Data))
        using (var session = database.OpenWriter())
        {
            session.Execute("UPDATE audit SET subject = subject || 'x' WHERE seq = 1");
        }

        var (exit, output, _) = await scope.RunAsync(["doctor", option]);

        Assert.Equal(1, exit);
        Assert.Contains("hub audit verify", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Examine_AnEntryFromTheFuture_DoubtsTheClock()
    {
        await scope.RunAsync(["connector", "enroll", "payfip"]);
        using (var database = new SqliteDatabase(scope.Data))
        using (var session = database.OpenWriter())
        {
            session.Execute("UPDATE audit SET at = at + 86400000");
        }

        Assert.Equal("broken", (await scope.ExamineAsync()).Worst("clock").Verdict);
    }

    [Fact]
    public async Task Examine_AStoreWithoutItsSecret_Is2()
    {
        await scope.RunAsync(["key", "create", "--name", "a", "--role", "director"]);
        File.Delete(Path.Combine(scope.Data, "server.secret"));

        var examined = await scope.ExamineAsync();

        Assert.Equal((2, "broken"), (examined.Exit, examined.Worst("secret").Verdict));
    }

    [Fact]
    public async Task Examine_FilesOpenToOthers_SaysHowToShutThem()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await scope.RunAsync(["key", "create", "--name", "a", "--role", "director"]);
        File.SetUnixFileMode(Path.Combine(scope.Data, "server.secret"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        File.SetUnixFileMode(scope.Data, (UnixFileMode)0b111_101_101);

        var examined = await scope.ExamineAsync();

        Assert.Equal(1, examined.Exit);
        Assert.Contains("chmod 600", examined.Worst("secret").Mend?.En, StringComparison.Ordinal);
        Assert.Contains("chmod o-rwx", examined.Worst("data-folder").Mend?.Fr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Examine_AFolderThatNobodyCanMake_Is2()
    {
        var examined = await scope.ExamineAsync(("Hub:Data", "/proc/hub"));

        Assert.Equal((2, "broken"), (examined.Exit, examined.Worst("data-folder").Verdict));
    }

    [Fact]
    public async Task Examine_ADoorThatAnotherProgramHolds_Is2AndNamesTheSetting()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var hangsUp = HangUpAsync(other);

        var examined = await scope.ExamineAsync(("Hub:Http", $"http://127.0.0.1:{port}"));
        other.Stop();
        await hangsUp.WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal((2, "broken"), (examined.Exit, examined.Worst("doors").Verdict));
        Assert.Contains("HUB__HTTP", examined.Worst("doors").What?.En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Examine_AnAddressOfAnotherMachine_Is2()
    {
        // 192.0.2.0/24 is for documentation and belongs to no machine (RFC 5737).
        var examined = await scope.ExamineAsync(("Hub:Grpc", "http://192.0.2.1:5081"));

        Assert.Equal((2, "broken"), (examined.Exit, examined.Worst("doors").Verdict));
    }

    [Fact]
    public async Task Examine_WrongSettings_Is2AndStillLooksAtTheRest()
    {
        var examined = await scope.ExamineAsync(("Hub:Lint", "perhaps"), ("Hub:Tenant", "12"), ("Hub:Tennant", "219900008"));

        Assert.Equal(2, examined.Exit);
        Assert.Equal(2, examined.Findings.Count(finding => finding is { Check: "settings", Verdict: "broken" }));
        Assert.Contains(examined.Findings, finding => finding is { Check: "settings", Verdict: "note" });
        Assert.Equal("ok", examined.Worst("store").Verdict);
    }

    [Fact]
    public async Task Examine_WhatShips_LoadsWithoutARemark()
    {
        var examined = await scope.ExamineAsync(
            ("Hub:Schemas", Path.Combine(Repository.Root, "schemas")),
            ("Hub:Connectors", Path.Combine(Repository.Root, "connectors")),
            ("Hub:Procedures", Path.Combine(Repository.Root, "designer", "procedures")));

        Assert.All(["schemas", "connectors", "procedures"], check => Assert.Equal("ok", examined.Worst(check).Verdict));
    }

    [Fact]
    public async Task Examine_ContentThatDoesNotLoad_NamesTheFile()
    {
        var schema = Write("schemas/town/thing/v1/schema.json", """{"$id":"urn:hub:schema:town:thing:1.0.0","$ref":"urn:hub:schema:town:missing:1.0.0"}""");
        var manifest = Write("connectors/thing/connector.yaml", "metadata: [");
        var procedure = Write("procedures/thing/workflow.json", "{}");

        var examined = await scope.ExamineAsync(
            ("Hub:Schemas", Path.Combine(scope.Folder, "schemas")),
            ("Hub:Connectors", Path.Combine(scope.Folder, "connectors")),
            ("Hub:Procedures", Path.Combine(scope.Folder, "procedures")));

        Assert.All([("schemas", schema), ("connectors", manifest), ("procedures", procedure)], pair =>
        {
            Assert.Equal("warning", examined.Worst(pair.Item1).Verdict);
            Assert.Contains(pair.Item2, examined.Worst(pair.Item1).What?.En, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData(-1, "broken")]
    [InlineData(10, "warning")]
    [InlineData(90, "ok")]
    public async Task Examine_ACertificate_IsJudgedByItsDates(int daysLeft, string verdict)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = DateTimeOffset.UtcNow;
        using var certificate = new CertificateRequest("CN=hub", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-60), now.AddDays(daysLeft));
        var file = Write("hub.pem", certificate.ExportCertificatePem());

        var examined = await scope.ExamineAsync(("Hub:Tls:Certificate", file), ("Hub:Tls:CertificateKey", file));

        Assert.Equal(verdict, examined.Worst("certificates").Verdict);
        Assert.Single(examined.Findings, finding => finding.Check == "certificates");
    }

    [Fact]
    public async Task Examine_ACertificateThatIsNone_Is2()
    {
        var examined = await scope.ExamineAsync(("Hub:TrustedAuthority", Write("ca.pem", "nothing")));

        Assert.Equal((2, "broken"), (examined.Exit, examined.Worst("certificates").Verdict));
    }

    [Fact]
    public async Task Examine_WhateverIsWrong_SaysWhyAndHowToMendInBothLanguages()
    {
        Directory.CreateDirectory(scope.Data);
        await File.WriteAllTextAsync(Path.Combine(scope.Data, SqliteDatabase.FileName), "no store");
        var examined = await scope.ExamineAsync(("Hub:Lint", "x"), ("Hub:Grpc", "http://192.0.2.1:5081"), ("Hub:TrustedAuthority", "/none"), ("Hub:Schemas", ""));

        Assert.All(examined.Findings, finding => Assert.True(finding.What is { Fr.Length: > 0, En.Length: > 0 }));
        Assert.All(examined.Findings.Where(finding => finding.Verdict != "ok"), finding =>
            Assert.True(finding is { Why: { Fr.Length: > 0, En.Length: > 0 }, Mend: { Fr.Length: > 0, En.Length: > 0 } }, finding.Check));
        Assert.True(examined.Findings.Count(finding => finding.Verdict == "broken") >= 5);
    }

    [Fact]
    public async Task Health_WithoutAHub_Is1()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();

        var (exit, output, _) = await scope.RunAsync(["doctor", "--health"], ("Hub:Management", $"http://127.0.0.1:{port}"));

        Assert.Equal(1, exit);
        Assert.Contains($"{port}", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/", "ext4")]
    [InlineData("/srv", "ext4")]
    [InlineData("/data", "nfs4")]
    [InlineData("/data/hub", "nfs4")]
    [InlineData("/database", "ext4")]
    [InlineData("/mnt/a b/c", "xfs")]
    public void MountTable_Find_TakesTheDeepestMount(string folder, string type)
    {
        string[] table =
        [
            "22 1 8:1 / / rw,relatime - overlay overlay rw",
            "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
            "30 22 0:40 / /data rw,relatime shared:2 master:1 - nfs4 server:/export rw",
            @"31 22 0:41 / /mnt/a\040b rw - xfs /dev/sdb1 rw",
            "not a line of the table",
        ];

        Assert.Equal(type, MountTable.Find(table, folder)?.Type);
    }

    [Theory]
    [InlineData("ext4", "Ok")]
    [InlineData("xfs", "Ok")]
    [InlineData("nfs4", "Broken")]
    [InlineData("cifs", "Broken")]
    [InlineData("tmpfs", "Warning")]
    [InlineData("overlay", "Warning")]
    public void FileSystem_ByItsType_IsJudged(string type, string verdict) =>
        Assert.Equal(verdict, DiskCheck.FileSystem(new Mount("/data", type)).Verdict.ToString());

    [Theory]
    [InlineData(0.5, "Warning")]
    [InlineData(55, "Ok")]
    [InlineData(8_000, "Ok")]
    [InlineData(80_000, "Warning")]
    public void Durability_ByTheTimeOfAForcedWrite_IsJudged(double microseconds, string verdict) =>
        Assert.Equal(verdict, DiskCheck.Durability(TimeSpan.FromMicroseconds(microseconds)).Verdict.ToString());

    [Theory]
    [InlineData(50L << 20, 0, "Broken")]
    [InlineData(500L << 20, 0, "Warning")]
    [InlineData(5L << 30, 6L << 30, "Warning")]
    [InlineData(5L << 30, 1L << 30, "Ok")]
    public void Space_ByWhatIsFree_IsJudged(long free, long store, string verdict) =>
        Assert.Equal(verdict, DiskCheck.Space(free, store).Verdict.ToString());

    [Fact]
    public void Clock_BeforeTheProgramWasMade_IsBroken() =>
        Assert.Equal(Verdict.Broken, MachineCheck.Clock(DateTimeOffset.UnixEpoch, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).Verdict);

    private static async Task HangUpAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                (await listener.AcceptTcpClientAsync()).Dispose();
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private string Write(string name, string content)
    {
        var file = Path.Combine(scope.Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!); // it lies in the scope's folder
        File.WriteAllText(file, content);
        return file;
    }

    private string Content() => string.Join('\n', Directory.EnumerateFiles(scope.Data).Order(StringComparer.Ordinal)
        .Select(file => $"{file} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))} {File.GetLastWriteTimeUtc(file):O}"));
}
