using System.Text;
using Hub.Server.Security;
using Hub.Server.Security.ApiKeys;
using Hub.Server.Web;

namespace Hub.Server.Tests.Security;

public sealed class ApiKeyIssuerTests : IDisposable
{
    private const string Chosen = "a-value-that-the-operator-chose-himself-1";
    private readonly KeyStoreScope scope = new();

    public void Dispose() => scope.Dispose();

    [Fact]
    public async Task IssueAsync_TheKey_IsNowhereInTheDataFolder()
    {
        var issued = await scope.IssueAsync();
        await scope.Issuer.EnsureFirstKeyAsync(Chosen, CancellationToken.None);
        var secret = issued.Text.Split('_')[^1];

        foreach (var file in Directory.EnumerateFiles(scope.Folder))
        {
            var content = Encoding.Latin1.GetString(ReadShared(file));
            Assert.DoesNotContain(secret, content, StringComparison.Ordinal);
            Assert.DoesNotContain(Chosen, content, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task IssueAsync_EveryKey_HasItsAuditEntry()
    {
        var issued = await scope.IssueAsync();
        await scope.Issuer.RevokeAsync(issued.Key.Id, "somebody", CancellationToken.None);

        var rows = scope.Audit.Read(0, 10);

        Assert.Equal([AuditCatalog.KeyCreated, AuditCatalog.KeyRevoked], rows.Select(row => row.Entry.Action));
        Assert.All(rows, row => Assert.Equal(issued.Key.Id, row.Entry.Subject));
    }

    [Theory]
    [InlineData("", Roles.Director, "*", null, "name")]
    [InlineData("x", "emperor", "*", null, "role")]
    [InlineData("x", Roles.Director, "123456789", null, "tenant")]
    [InlineData("x", Roles.Director, "*", Permissions.KeysManage, "scope")]
    public async Task IssueAsync_WhatCannotBe_IsRefusedByName(string name, string role, string tenant, string? scopeName, string expected)
    {
        var wanted = new NewApiKey(name, [role], tenant) { Scopes = scopeName is null ? [] : [scopeName] };

        var error = await Assert.ThrowsAsync<ArgumentException>(() => scope.Issuer.IssueAsync(wanted, "test", CancellationToken.None));

        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
        Assert.Empty(scope.Keys.List());
    }

    [Fact]
    public async Task EnsureFirstKeyAsync_EmptyStoreWithoutSetting_GivesOneKeyOnce()
    {
        var first = await scope.Issuer.EnsureFirstKeyAsync(null, CancellationToken.None);
        var second = await scope.Issuer.EnsureFirstKeyAsync(null, CancellationToken.None);

        Assert.NotNull(first);
        Assert.Null(second);
        Assert.Equal(Permissions.Catalogue.Keys, scope.Ring.Check(first.Text).Key?.Permissions.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task EnsureFirstKeyAsync_RevokedBootstrapKey_StaysRevoked()
    {
        await scope.Issuer.EnsureFirstKeyAsync(Chosen, CancellationToken.None);
        Assert.Equal(KeyStanding.Accepted, scope.Ring.Check(Chosen).Standing);
        await scope.Issuer.RevokeAsync(Assert.Single(scope.Keys.List()).Id, "test", CancellationToken.None);

        await scope.Issuer.EnsureFirstKeyAsync(Chosen, CancellationToken.None);

        Assert.Equal(KeyStanding.Revoked, scope.Ring.Check(Chosen).Standing);
        Assert.Single(scope.Keys.List());
    }

    [Fact]
    public void ServerSecret_File_IsReadableByItsOwnerOnly()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var mode = File.GetUnixFileMode(Path.Combine(scope.Folder, ServerSecret.FileName));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
    }

    private static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
