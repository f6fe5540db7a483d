using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Hub.Server.Cli.Doctor;

/// <summary>Whether the certificates that the settings name can be read and are valid today and next month, those of connectors on this machine included.</summary>
internal static class CertificateCheck
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    public static IEnumerable<Finding> Examine(IConfiguration configuration)
    {
        var files = configuration.GetSection("Hub").AsEnumerable()
            .Where(setting => setting.Value is { Length: > 0 } && NamesCertificate(setting.Key))
            .Select(setting => (Setting: setting.Key.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant(), File: Path.GetFullPath(setting.Value!))) // the line above: it has a value
            .ToList();
        return files.Count == 0
            ? [Finding.Ok("certificates", "Les réglages ne nomment aucun certificat.", "The settings name no certificate.")]
            : files.SelectMany(file => Examine(file.Setting, file.File, TimeProvider.System.GetUtcNow()));
    }

    // Certificate, TrustedAuthority, Tls:Certificate; not CertificateKey, which holds a private key.
    private static bool NamesCertificate(string key) =>
        key.EndsWith("Certificate", StringComparison.OrdinalIgnoreCase) || key.EndsWith("Authority", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<Finding> Examine(string setting, string file, DateTimeOffset now)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPemFile(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            certificates.Clear();
        }

        if (certificates.Count == 0)
        {
            yield return new(
                "certificates",
                Verdict.Broken,
                new($"{setting} : aucun certificat lisible dans {file}.", $"{setting}: no readable certificate in {file}."),
                new("Sans lui, aucune liaison chiffrée ne s'établit.", "Without it no encrypted connection comes about."),
                new("Donnez un fichier PEM qui existe et que l'utilisateur du hub peut lire.", "Give a PEM file that exists and that the hub's user may read."));
        }

        foreach (var certificate in certificates)
        {
            using (certificate)
            {
                yield return Judge(setting, certificate.NotBefore, certificate.NotAfter, now);
            }
        }
    }

    internal static Finding Judge(string setting, DateTimeOffset from, DateTimeOffset until, DateTimeOffset now)
    {
        var why = new LocalizedText("Hors de ces dates, l'autre côté refuse la liaison.", "Outside these dates the other side refuses the connection.");
        var mend = new LocalizedText("Renouvelez le certificat, puis redémarrez le programme qui s'en sert.", "Renew the certificate, then restart the program that uses it.");
        var (start, end) = (from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        return now switch
        {
            _ when now > until => new("certificates", Verdict.Broken, new($"{setting} : expiré depuis le {end}.", $"{setting}: expired on {end}."), why, mend),
            _ when now < from => new("certificates", Verdict.Broken, new($"{setting} : valable seulement à partir du {start}.", $"{setting}: valid only from {start}."), why, mend),
            _ when now + Soon > until => new("certificates", Verdict.Warning, new($"{setting} : expire le {end}.", $"{setting}: expires on {end}."), why, mend),
            _ => Finding.Ok("certificates", $"{setting} : valable jusqu'au {end}.", $"{setting}: valid until {end}."),
        };
    }
}
