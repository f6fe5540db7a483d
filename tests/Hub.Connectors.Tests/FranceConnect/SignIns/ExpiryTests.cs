using Hub.Connectors.FranceConnect.SignIns;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Connectors.Tests.FranceConnect.SignIns;

/// <summary>What happens when nobody comes, or comes too late.</summary>
public class ExpiryTests
{
    [Fact]
    public async Task RunOnce_LinkNeverFollowed_JourneyIsToldOnce()
    {
        await using var sandbox = await Sandbox.StartAsync();
        var expiring = sandbox.Services.GetRequiredService<ExpireSignIns>();
        await sandbox.ReadIdentityAsync(new { loginHint = "citoyen-3-abandon" });

        await expiring.RunOnceAsync(CancellationToken.None);
        Assert.True(sandbox.Events.IsEmpty);

        sandbox.Time.Advance(TimeSpan.FromHours(25));
        await expiring.RunOnceAsync(CancellationToken.None);
        await expiring.RunOnceAsync(CancellationToken.None);

        Assert.Equal("expired", (await sandbox.Events.NextAsync("identity.refused of a citizen who never came")).Reason);
        Assert.True(sandbox.Events.IsEmpty);
    }

    [Fact]
    public async Task Redeem_AfterItsLifetime_IsRefused()
    {
        await using var sandbox = await Sandbox.StartAsync();
        var result = await SignInFirstTests.SignInAsync(sandbox, "citoyen-2");

        sandbox.Time.Advance(TimeSpan.FromMinutes(31));
        var (_, failure) = await sandbox.ReadIdentityAsync(new { result });

        Assert.Equal("resultExpired", failure?.Code);
    }

    [Fact]
    public async Task Redeem_AtTheSameMomentByTwoCommands_OneHasIt()
    {
        await using var sandbox = await Sandbox.StartAsync();
        var result = await SignInFirstTests.SignInAsync(sandbox, "citoyen-2");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(() => sandbox.ReadIdentityAsync(new { result }, key: $"k{number}"))));

        Assert.Single(answers, answer => answer.Answer is not null);
        Assert.Equal(19, answers.Count(answer => answer.Failure?.Code == "resultUsed"));
    }

    [Fact]
    public async Task Journal_AfterASignIn_HoldsNothingAboutTheCitizen()
    {
        await using var sandbox = await Sandbox.StartAsync();
        var result = await SignInFirstTests.SignInAsync(sandbox, "citoyen-1");
        var (answer, _) = await sandbox.ReadIdentityAsync(new { result });
        var identity = answer!.Identity!;

        foreach (var file in Directory.EnumerateFiles(Path.Combine(sandbox.Folder, "connector")))
        {
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            var text = await reader.ReadToEndAsync();
            foreach (var secret in new[] { identity.FamilyName, identity.BirthDate.Value, identity.Email ?? "@", identity.Sub, result })
            {
                Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
            }
        }
    }
}
