using Hub.Connectors.PayFip;
using Microsoft.Extensions.Configuration;

namespace Hub.Connectors.Tests.PayFip;

public class PayFipOptionsTests
{
    [Fact]
    public void TryRead_Nothing_SpeaksToTheStandInOnThisMachine()
    {
        Assert.True(PayFipOptions.TryRead(new ConfigurationBuilder().Build(), out var options, out _));

        Assert.Equal("http://127.0.0.1:5092/tpa/services/securite", options.Endpoint.AbsoluteUri);
        Assert.Equal("http://127.0.0.1:5092/tpa/paiementws.web", options.EffectivePaymentPage.AbsoluteUri);
        Assert.Equal("http://127.0.0.1:5192/notify", options.NotifyUrl.AbsoluteUri);
        Assert.Equal("http://127.0.0.1:5192/return?reference=R", options.ReturnUrlOf("R").AbsoluteUri);
    }

    [Fact]
    public void TryRead_EverySetting_IsRead()
    {
        var read = Read(
            ("PayFip:PublicUrl", "https://paiement.ville.example/payfip/"), ("PAYFIP:RESULTWINDOW", "PT1M"), ("PayFip:Clients:210601234", "123456"), ("PayFip:Mode", "W"), ("PayFip:Numcli", "654321"));

        Assert.Empty(read.Mistakes);
        Assert.Equal("https://paiement.ville.example/payfip/notify", read.Options.NotifyUrl.AbsoluteUri);
        Assert.Equal(TimeSpan.FromMinutes(1), read.Options.ResultWindow);
        Assert.Equal(("123456", "654321", "W"), (read.Options.NumcliOf("210601234"), read.Options.NumcliOf("219999999"), read.Options.Mode));
    }

    [Fact]
    public void TryRead_SeveralMistakes_NamesEach()
    {
        var read = Read(
            ("PayFip:Endpoint", "nowhere"), ("PayFip:Numcli", "12"), ("PayFip:Mode", "P"), ("PayFip:PollEvery", "10"), ("PayFip:Timeout", "PT0S"), ("PayFip:RetryWindow", "PT1M"));

        string[] named = ["PAYFIP__ENDPOINT", "PAYFIP__NUMCLI", "PAYFIP__MODE", "PAYFIP__POLLEVERY", "PAYFIP__TIMEOUT", "PAYFIP__RETRYWINDOW"];
        Assert.Equal(named.Length, read.Mistakes.Count);
        Assert.All(named, name => Assert.Contains(read.Mistakes, mistake => mistake.Contains(name, StringComparison.Ordinal)));
    }

    private static (PayFipOptions Options, List<string> Mistakes) Read(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Name, setting.Value)))
            .Build();
        PayFipOptions.TryRead(configuration, out var options, out var mistakes);
        return (options, mistakes);
    }
}
