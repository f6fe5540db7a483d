using System.Security.Cryptography;
using System.Text;

namespace Hub.Server.Canonical.Payment;

/// <summary>
/// Names payment intents. An intent's id depends on what asks for it, never on when or how often: whoever sends it again
/// means the same payment.
/// </summary>
public static class PaymentIds
{
    /// <param name="instanceId">The workflow instance.</param>
    /// <param name="executionId">The step's execution: a second turn of a loop is a second intent.</param>
    /// <returns>25 letters and digits, so that it fits the 30 characters that payment services allow for a reference.</returns>
    public static string For(string instanceId, string executionId)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{instanceId}\n{executionId}"));
        return $"P{Convert.ToHexString(hash.AsSpan(0, 12))}";
    }
}
