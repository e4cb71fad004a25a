/** The name under which Ruby requires it. */
export const rubyFeature = 'linkpin_emulator';

/** A file that Ruby requires first: Net::HTTP goes by no variable of a proxy for HTTPS, so its connections are diverted. */
export function rubyHook(hosts: readonly string[], port: number): string {
  return `# Written by the emulator of linkpin, and removed with it.
require 'socket'

module LinkpinEmulator
  HOSTS = ${JSON.stringify(hosts)}.freeze

  def self.diverting(opening)
    Module.new do
      define_method(opening) do |host, port, *rest, **options, &block|
        is_ours = HOSTS.include?(host.to_s.downcase.chomp('.')) && %w[443 https].include?(port.to_s)
        is_ours ? super('127.0.0.1', ${port}, *rest, **options, &block) : super(host, port, *rest, **options, &block)
      end
    end
  end
end

TCPSocket.singleton_class.prepend(LinkpinEmulator.diverting(:open))
Socket.singleton_class.prepend(LinkpinEmulator.diverting(:tcp))
`;
}
