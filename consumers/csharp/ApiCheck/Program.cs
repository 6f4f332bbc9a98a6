// What a C# user sees of the API. Prints TAP lines.
using System;
using System.Linq;

namespace ApiCheck
{
    public static class Program
    {
        public static int Main()
        {
            var checks = AccessKeyChecks.All
                .Concat(AccessKeySecretChecks.All)
                .Concat(RotatingAccessKeyChecks.All)
                .Concat(SesSmtpCredentialsChecks.All)
                .Concat(Samples.All)
                .ToArray();
            var failures = 0;
            for (var index = 0; index < checks.Length; index++)
            {
                var (name, run) = checks[index];
                try
                {
                    run();
                    Console.WriteLine($"ok {index + 1} - {name}");
                }
                catch (Exception error)
                {
                    failures++;
                    Console.WriteLine($"not ok {index + 1} - {name}");
                    Console.WriteLine("# " + error.Message.Replace("\n", "\n# "));
                }
            }
            Console.WriteLine($"1..{checks.Length}");
            return failures > 0 ? 1 : 0;
        }
    }
}
